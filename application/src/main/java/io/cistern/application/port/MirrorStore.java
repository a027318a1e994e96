package io.cistern.application.port;

/** Marks a port whose writes need the mirror lock: a method takes a {@link HeldLock} first, or only asks. */
public interface MirrorStore {}
