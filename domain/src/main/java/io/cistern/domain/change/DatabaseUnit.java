package io.cistern.domain.change;

import java.util.List;
import java.util.Optional;

/** Which files are only true together: a SQLite database and the files that it keeps beside itself while it is in use. */
public final class DatabaseUnit {
  private static final List<String> SUFFIXES = List.of("-wal", "-shm", "-journal");

  private DatabaseUnit() {}

  /** The database that a file of this name may belong to, if there is one of that name. */
  public static Optional<String> databaseOf(String name) {
    return SUFFIXES.stream()
        .filter(name::endsWith)
        .map(suffix -> name.substring(0, name.length() - suffix.length()))
        .filter(database -> !database.isEmpty() && !database.endsWith("/"))
        .findFirst();
  }
}
