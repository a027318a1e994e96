package io.cistern.it.architecture.planted.application.port;

/** Innocent: stands for the held lock. */
public interface HeldLock {}
