package io.cistern.application.mutate;

import io.cistern.application.port.Manifest;
import io.cistern.application.port.MirrorIdentity;
import io.cistern.application.port.Pauses;
import io.cistern.application.port.Spool;
import io.cistern.application.port.Staging;
import io.cistern.application.port.WorkingTree;
import java.time.InstantSource;

/** The ports that changes made here need of a mirror. */
public record ChangeParts(
    Manifest manifest, MirrorIdentity identity, WorkingTree tree, Staging staging, Spool spool, InstantSource clock,
    Pauses pauses) {}
