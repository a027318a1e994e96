package io.cistern.fs.disk;

/**
 * What the system says of a name.
 *
 * @param size bytes, for regular files
 * @param modified mtime, nanoseconds since the epoch
 * @param changed ctime, nanoseconds since the epoch
 * @param mode permission bits only
 * @param owner numeric user id
 * @param links how many names it has
 * @param accessed atime, nanoseconds since the epoch; as seldom as the system keeps it
 */
public record FileFacts(
    FileKind kind, long inode, long size, long modified, long changed, int mode, int owner, int links, long accessed) {
  public boolean isFile() {
    return kind == FileKind.FILE;
  }
}
