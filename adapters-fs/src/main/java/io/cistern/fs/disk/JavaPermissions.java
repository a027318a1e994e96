package io.cistern.fs.disk;

import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/** Permission bits in the words of Java's library. */
final class JavaPermissions {
  /** The owner's right to read; the library names the others in the order of the bits below it. */
  private static final int OWNER_READS = 0400;

  private JavaPermissions() {}

  static Set<PosixFilePermission> of(int mode) {
    Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
    PosixFilePermission[] fromOwner = PosixFilePermission.values();
    for (int bit = 0; bit < fromOwner.length; bit++) {
      if ((mode & (OWNER_READS >> bit)) != 0) {
        permissions.add(fromOwner[bit]);
      }
    }
    return permissions;
  }

  static FileAttribute<Set<PosixFilePermission>> attribute(int mode) {
    return PosixFilePermissions.asFileAttribute(of(mode));
  }
}
