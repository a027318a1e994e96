package io.cistern.domain.change;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Which files are only true together: a SQLite database and the files that it keeps beside itself while it is in use. */
public final class DatabaseUnit {
  private static final List<String> SUFFIXES = List.of("-wal", "-shm", "-journal");

  private static final byte[] HEADER = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);

  /** So many bytes tell whether a file begins like a database. */
  public static final int HEADER_BYTES = HEADER.length;

  private DatabaseUnit() {}

  /** What a SQLite database begins with, as long as nobody has encrypted it. */
  public static boolean beginsLikeOne(byte[] first) {
    return Arrays.equals(first, HEADER);
  }

  /** The names of what a database of this name may keep beside itself. */
  public static List<String> companionsOf(String name) {
    return SUFFIXES.stream().map(suffix -> name + suffix).toList();
  }

  /** The database that a file of this name may belong to, if there is one of that name. */
  public static Optional<String> databaseOf(String name) {
    return SUFFIXES.stream()
        .filter(name::endsWith)
        .map(suffix -> name.substring(0, name.length() - suffix.length()))
        .filter(database -> !database.isEmpty() && !database.endsWith("/"))
        .findFirst();
  }
}
