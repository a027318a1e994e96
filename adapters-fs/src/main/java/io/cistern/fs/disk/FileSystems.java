package io.cistern.fs.disk;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/** Names of file systems, and what each promises when the power fails. */
final class FileSystems {
  static final String UNKNOWN = "unknown";

  /** {@code f_type} of ext2, ext3 and ext4 alike. */
  private static final long EXT = 0xef53;

  private static final Map<Long, String> BY_MAGIC = Map.ofEntries(
      Map.entry(EXT, "ext"),
      Map.entry(0x58465342L, "xfs"),
      Map.entry(0x9123683eL, "btrfs"),
      Map.entry(0x2fc12fc1L, "zfs"),
      Map.entry(0x794c7630L, "overlay"),
      Map.entry(0x01021994L, "tmpfs"),
      Map.entry(0x858458f6L, "ramfs"),
      Map.entry(0x6969L, "nfs"),
      Map.entry(0x01021997L, "9p"),
      Map.entry(0x65735546L, "fuse"),
      Map.entry(0x4d44L, "vfat"),
      Map.entry(0x2011bab0L, "exfat"),
      Map.entry(0xf2f52010L, "f2fs"),
      Map.entry(0xff534d42L, "cifs"),
      Map.entry(0xfe534d42L, "smb2"),
      Map.entry(0xca451a4eL, "bcachefs"));

  /** Where a rename between two directories survives a power cut as a whole. */
  private static final Set<String> DURABLE = Set.of("ext4", "xfs", "btrfs", "zfs", "apfs", "overlay");

  private FileSystems() {}

  static boolean durable(String name) {
    return DURABLE.contains(name);
  }

  /** By the number that the system gives to the type; the family name where one number stands for several. */
  static String name(Libc libc, Scratch scratch, int number) {
    long result = libc.call(scratch, libc.machine().fstatfs(), number, scratch.structure().address(), 0);
    long magic = scratch.structure().get(ValueLayout.JAVA_LONG, 0) & 0xffffffffL;
    return result < 0 ? UNKNOWN : BY_MAGIC.getOrDefault(magic, UNKNOWN);
  }

  /** Whether a name got by number leaves no question that the mount table could answer. */
  static boolean isPrecise(String byNumber) {
    return !byNumber.equals("ext") && !byNumber.equals("fuse") && !byNumber.equals(UNKNOWN);
  }

  static String orElse(String name, String otherwise) {
    return name.equals(UNKNOWN) ? otherwise : name;
  }

  /** By the mount table. */
  static String name(Path root) {
    try {
      return Files.getFileStore(root).type();
    } catch (IOException | SecurityException notTold) {
      return UNKNOWN;
    }
  }
}
