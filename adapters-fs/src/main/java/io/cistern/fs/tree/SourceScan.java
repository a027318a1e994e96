package io.cistern.fs.tree;

import io.cistern.application.port.LocalSource.Found;
import io.cistern.domain.change.IgnoreRules;
import io.cistern.domain.change.Refusal;
import io.cistern.domain.workspace.Utf8Order;
import io.cistern.domain.workspace.WorkspacePath;
import io.cistern.fs.disk.DirectoryEntry;
import io.cistern.fs.disk.Disk;
import io.cistern.fs.disk.DiskException;
import io.cistern.fs.disk.DiskFile;
import io.cistern.fs.disk.FileFacts;
import io.cistern.fs.disk.FileKind;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** One scan of a source, in the byte order of full names. Used by one thread, once. */
final class SourceScan {
  private final Disk disk;
  private final Consumer<Found> sink;

  SourceScan(Disk disk, Consumer<Found> sink) {
    this.disk = disk;
    this.sink = sink;
  }

  /** A file, or all that lies below a directory. */
  void scan(String name) {
    if (name.isEmpty()) {
      directory("", 0, IgnoreRules.NONE);
      return;
    }
    Optional<FileKind> kind;
    try {
      kind = disk.look(name).map(FileFacts::kind);
    } catch (DiskException refused) {
      refuse(name, Refusal.UNREADABLE, DirectorySource.why(refused));
      return;
    }
    if (kind.isEmpty()) {
      refuse(name, Refusal.UNREADABLE, "there is no such file");
    } else if (kind.get() == FileKind.DIRECTORY) {
      directory(name, name.split("/", -1).length, rulesAbove(name));
    } else {
      tell(name, kind.get());
    }
  }

  private IgnoreRules rulesAbove(String name) {
    IgnoreRules rules = rules("", IgnoreRules.NONE);
    for (int slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', slash + 1)) {
      rules = rules(name.substring(0, slash), rules);
    }
    return rules;
  }

  /** Bounded by the depth of a workspace's paths: what lies deeper could not be added. */
  private void directory(String name, int depth, IgnoreRules above) {
    if (depth >= WorkspacePath.MAX_DEPTH) {
      refuse(name, Refusal.UNMAPPABLE, "it lies too deep");
      return;
    }
    List<DirectoryEntry> entries;
    try {
      entries = new ArrayList<>(disk.list(name));
    } catch (DiskException refused) {
      refuse(name, Refusal.UNREADABLE, DirectorySource.why(refused));
      return;
    }
    entries.sort(Comparator.comparing(SourceScan::sortKey, Utf8Order.COMPARATOR));
    IgnoreRules rules = rules(name, above);
    for (DirectoryEntry entry : entries) {
      String full = name.isEmpty() ? entry.name() : name + "/" + entry.name();
      entry(full, entry, depth, rules);
    }
  }

  private void entry(String full, DirectoryEntry entry, int depth, IgnoreRules rules) {
    boolean isDirectory = entry.kind() == FileKind.DIRECTORY;
    if (!entry.readable()) {
      refuse(full, Refusal.UNMAPPABLE, "its name (here in hex) is not valid UTF-8");
    } else if (!isControl(entry) && !rules.leavesOut(full, isDirectory)) {
      if (isDirectory) {
        directory(full, depth + 1, rules);
      } else {
        tell(full, entry.kind());
      }
    }
  }

  private static boolean isControl(DirectoryEntry entry) {
    return entry.kind() == FileKind.DIRECTORY && entry.name().equals(WorkspacePath.CONTROL_DIRECTORY);
  }

  private void tell(String name, FileKind kind) {
    switch (kind) {
      case FILE -> sink.accept(new Found.File(name));
      case SYMBOLIC_LINK -> refuse(name, Refusal.SYMBOLIC_LINK, "it is a symbolic link, which is never followed");
      case OTHER, DIRECTORY -> refuse(name, Refusal.SPECIAL_FILE, "it is a FIFO, a socket or a device");
    }
  }

  private void refuse(String name, Refusal reason, String why) {
    sink.accept(new Found.Refused(name, reason, why));
  }

  private static String sortKey(DirectoryEntry entry) {
    return entry.kind() == FileKind.DIRECTORY ? entry.name() + "/" : entry.name();
  }

  /** Rules that cannot be read leave nothing out, because what is added can be seen and what is left out cannot. */
  private IgnoreRules rules(String directory, IgnoreRules above) {
    String name = directory.isEmpty() ? IgnoreRules.FILE : directory + "/" + IgnoreRules.FILE;
    try {
      Optional<FileFacts> facts = disk.look(name).filter(FileFacts::isFile);
      if (facts.isEmpty() || facts.get().size() > IgnoreRules.LARGEST_FILE) {
        return above;
      }
      try (DiskFile file = disk.openToRead(name)) {
        ByteBuffer bytes = ByteBuffer.allocate((int) facts.get().size());
        while (bytes.hasRemaining() && file.read(bytes.position(), bytes) > 0) {
          // reads on until the end
        }
        return above.within(directory, new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8));
      }
    } catch (DiskException unreadable) {
      return above;
    }
  }
}
