package io.cistern.fs.testing;

/**
 * One name in a directory.
 *
 * @param name as it was given, or in hex if it is no text
 * @param readable whether it is text
 */
record SimEntry(String name, boolean readable, long inode) {}
