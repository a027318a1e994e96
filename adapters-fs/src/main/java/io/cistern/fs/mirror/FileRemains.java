package io.cistern.fs.mirror;

import io.cistern.application.port.MirrorRemains;
import io.cistern.domain.failure.CisternException;
import io.cistern.fs.disk.DirectoryEntry;
import io.cistern.fs.disk.Disk;
import io.cistern.fs.disk.DiskException;
import io.cistern.fs.disk.FileFacts;
import io.cistern.fs.layout.MirrorLayout;
import io.cistern.fs.log.LogFiles;
import io.cistern.fs.tree.Failures;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Looks through the control directory. Another process may be at work meanwhile; what is gone by then is not counted. */
final class FileRemains implements MirrorRemains {
  /** Enough to know where to look. */
  private static final int EXAMPLES = 3;

  private final Disk disk;
  private final LogFiles log;

  FileRemains(Disk disk, String mirror) {
    this.disk = disk;
    this.log = new LogFiles(disk, mirror);
  }

  @Override
  public List<Remain> remains() {
    try {
      Map<Kind, List<String>> names = new EnumMap<>(Kind.class);
      add(names, Kind.STAGED_BY_THE_DEAD, new Evidence(disk).stagedByTheDead(Set.of()));
      add(names, Kind.UNREFERENCED_LOG, unreferenced());
      add(names, Kind.TEMPORARY, temporary());
      add(names, Kind.NAMELESS_TRASH, namelessTrash());
      add(names, Kind.EVIDENCE, in(MirrorLayout.QUARANTINE));
      List<Remain> remains = new ArrayList<>();
      for (Map.Entry<Kind, List<String>> kind : names.entrySet()) {
        measured(kind.getKey(), kind.getValue()).ifPresent(remains::add);
      }
      return remains;
    } catch (DiskException failed) {
      throw Failures.of(failed);
    }
  }

  /** Of a pointer that does not read back nobody can say what it needs. */
  private List<String> unreferenced() throws DiskException {
    try {
      return log.unreferenced().stream().filter(name -> !MirrorLayout.isTemporary(name)).toList();
    } catch (CisternException damaged) {
      return List.of();
    }
  }

  private List<String> namelessTrash() throws DiskException {
    return in(MirrorLayout.TRASH).stream()
        .filter(name -> MirrorLayout.trashName(name.substring(MirrorLayout.TRASH.length() + 1)).isEmpty())
        .toList();
  }

  private List<String> temporary() throws DiskException {
    return in(MirrorLayout.LOG).stream().filter(MirrorLayout::isTemporary).toList();
  }

  private Optional<Remain> measured(Kind kind, List<String> names) throws DiskException {
    long files = 0;
    long bytes = 0;
    for (String name : names) {
      Optional<FileFacts> facts = disk.look(name);
      if (facts.isPresent()) {
        files++;
        bytes += facts.get().size();
      }
    }
    List<String> examples = names.stream().limit(EXAMPLES).toList();
    return files == 0 ? Optional.empty() : Optional.of(new Remain(kind, files, bytes, examples));
  }

  private List<String> in(String directory) throws DiskException {
    if (disk.look(directory).isEmpty()) {
      return List.of();
    }
    return disk.list(directory).stream()
        .filter(DirectoryEntry::readable)
        .map(entry -> directory + "/" + entry.name())
        .sorted()
        .toList();
  }

  private static void add(Map<Kind, List<String>> names, Kind kind, List<String> found) {
    names.put(kind, found);
  }
}
