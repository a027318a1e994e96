package io.cistern.application.mutate.add;

import io.cistern.application.port.LocalSource;

/**
 * One thing to be added.
 *
 * @param source where it lies
 * @param name a file, or a directory whose contents are meant; {@code ""} for all of the source
 * @param directory where it goes in the mirror: {@code ""} for the root, else a canonical path
 * @param inPlace whether the source is the mirror's own tree and the directory the one it lies in, so that files are
 *     registered and not copied
 */
public record AddRoot(LocalSource source, String name, String directory, boolean inPlace) {
  /** The name of a found file below what is added. */
  String below(String found) {
    if (name.isEmpty()) {
      return found;
    }
    String base = found.equals(name) ? parent(name) : name + "/";
    return found.substring(base.length());
  }

  private static String parent(String name) {
    return name.substring(0, name.lastIndexOf('/') + 1);
  }
}
