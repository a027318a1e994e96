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
 */
public record FileFacts(
    FileKind kind, long inode, long size, long modified, long changed, int mode, int owner, int links) {
  public boolean isFile() {
    return kind == FileKind.FILE;
  }
}
