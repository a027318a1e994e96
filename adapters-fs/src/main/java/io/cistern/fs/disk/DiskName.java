package io.cistern.fs.disk;

import java.util.List;

/**
 * A name below a disk's root, taken apart and known not to lead out of it.
 *
 * @param whole as it was given
 * @param directory everything before the last segment; empty for the root
 * @param leaf the last segment; empty only for the root itself
 */
public record DiskName(String whole, String directory, String leaf) {
  /** The longest segment that common file systems hold, in bytes. */
  public static final int LONGEST_SEGMENT = 255;

  /** The root itself. */
  public static final DiskName ROOT = new DiskName("", "", "");

  /**
   * Takes a name apart.
   *
   * @param step what it is wanted for, for the message
   * @throws DiskException of kind OTHER for an empty, {@code .} or {@code ..} segment, or a NUL
   */
  public static DiskName of(String step, String name) throws DiskException {
    if (name.isEmpty()) {
      return ROOT;
    }
    int begin = 0;
    int slash;
    do {
      slash = name.indexOf('/', begin);
      if (!isSegment(name, begin, slash < 0 ? name.length() : slash)) {
        throw new DiskException(DiskException.Kind.OTHER, step, name, "not a name below the root");
      }
      begin = slash + 1;
    } while (slash >= 0);
    int last = name.lastIndexOf('/');
    return new DiskName(name, last < 0 ? "" : name.substring(0, last), name.substring(last + 1));
  }

  /** As {@link #of}, and not the root. */
  public static DiskName below(String step, String name) throws DiskException {
    if (name.isEmpty()) {
      throw new DiskException(DiskException.Kind.OTHER, step, name, "not done to the root itself");
    }
    return of(step, name);
  }

  /** The segments of the directory, outermost first. */
  public List<String> directorySegments() {
    return directory.isEmpty() ? List.of() : List.of(directory.split("/"));
  }

  private static boolean isSegment(String name, int begin, int end) {
    int length = end - begin;
    boolean dots = (length == 1 && name.charAt(begin) == '.') || (length == 2 && name.startsWith("..", begin));
    return length > 0 && !dots && name.indexOf('\0', begin, end) < 0;
  }
}
