package io.cistern.fs.disk;

/**
 * One name in a directory.
 *
 * @param name one segment; for a name that is not valid UTF-8, its bytes in hex
 * @param readable whether the name is valid UTF-8, so that it can be used in operations
 */
public record DirectoryEntry(String name, boolean readable, FileKind kind) {}
