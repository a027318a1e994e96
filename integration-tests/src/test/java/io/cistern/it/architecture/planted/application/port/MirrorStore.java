package io.cistern.it.architecture.planted.application.port;

/** Innocent: marks a store. */
public interface MirrorStore {}
