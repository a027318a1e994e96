package io.cistern.it.architecture.planted.application;

import io.cistern.it.architecture.planted.application.port.HeldLock;

/** Innocent: ports in a bundle. */
public record MirrorParts(HeldLock held) {}
