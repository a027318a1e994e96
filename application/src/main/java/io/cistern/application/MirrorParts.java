package io.cistern.application;

import io.cistern.application.port.CommitLog;
import io.cistern.application.port.Compactor;
import io.cistern.application.port.History;
import io.cistern.application.port.Manifest;
import io.cistern.application.port.MirrorIdentity;
import io.cistern.application.port.MirrorLock;
import io.cistern.application.port.MirrorReader;
import io.cistern.application.port.Pauses;
import io.cistern.application.port.Spool;
import io.cistern.application.port.Staging;
import io.cistern.application.port.Trash;
import io.cistern.application.port.WorkingTree;
import java.time.InstantSource;

/**
 * The ports of one mirror, as an adapter opened them. Whoever opened them closes them, after everything built on them.
 */
public record MirrorParts(
    MirrorIdentity identity,
    MirrorLock lock,
    CommitLog log,
    Manifest manifest,
    MirrorReader reader,
    History history,
    Staging staging,
    Spool spool,
    WorkingTree tree,
    Trash trash,
    InstantSource clock,
    Pauses pauses,
    Compactor compactor) {}
