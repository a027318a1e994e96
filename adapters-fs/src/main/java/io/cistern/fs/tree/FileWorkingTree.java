package io.cistern.fs.tree;

import io.cistern.application.port.HeldLock;
import io.cistern.application.port.WorkingTree;
import io.cistern.domain.journal.Sequence;
import io.cistern.domain.manifest.Memo;
import io.cistern.domain.publish.Publication;
import io.cistern.domain.publish.StagedContent;
import io.cistern.domain.publish.Target;
import io.cistern.domain.workspace.ContentHash;
import io.cistern.domain.workspace.WorkspacePath;
import io.cistern.fs.disk.DirectoryEntry;
import io.cistern.fs.disk.Disk;
import io.cistern.fs.disk.DiskException;
import io.cistern.fs.disk.FileFacts;
import io.cistern.fs.layout.MirrorLayout;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The visible tree on disk. Switching a name is {@link Switching}'s business, what it displaced {@link Displaced}'s, and
 * which directories have to be forced {@link VisibleDirectories}'s.
 */
public final class FileWorkingTree implements WorkingTree {
  private final Disk disk;
  private final Path root;
  private final InstantSource clock;
  private final VisibleDirectories directories;
  private final Switching switching;
  private final Displaced displaced;

  /**
   * @param root where the disk's root is on this machine; only spelled, never used
   * @param fileMode permission bits of a new visible file
   * @param directoryMode permission bits of a new visible directory
   */
  public FileWorkingTree(Disk disk, Path root, InstantSource clock, int fileMode, int directoryMode) {
    this.disk = disk;
    this.root = root;
    this.clock = clock;
    this.directories = new VisibleDirectories(disk, directoryMode);
    this.switching = new Switching(disk, directories, fileMode);
    this.displaced = new Displaced(disk, directories);
  }

  @Override
  public List<Switch> publish(HeldLock held, Sequence at, List<Publication> publications) {
    held.ensureValid();
    try {
      List<Switch> switches = new ArrayList<>(publications.size());
      for (int index = 0; index < publications.size(); index++) {
        Publication publication = publications.get(index);
        switches.add(new Switch(at, index, publication, switching.publish(at, index, publication)));
      }
      return switches;
    } catch (DiskException failed) {
      throw Failures.of(failed);
    }
  }

  @Override
  public void force(HeldLock held, List<Switch> switches) {
    held.ensureValid();
    try {
      directories.force(switches.stream().map(one -> one.publication().path()).toList());
    } catch (DiskException failed) {
      throw Failures.of(failed);
    }
  }

  @Override
  public List<Settled> settle(HeldLock held, List<Switch> switches) {
    held.ensureValid();
    try {
      List<Displaced.Fate> fates = new ArrayList<>(switches.size());
      for (Switch one : switches) {
        fates.add(fate(one));
      }
      boolean trashed = fates.stream().anyMatch(Displaced.Fate.Trashed.class::isInstance);
      List<Settled> settled = new ArrayList<>(switches.size());
      for (int i = 0; i < switches.size(); i++) {
        // After all of them: settling the old name of a move changes the ctime of the file under its new one.
        settled.add(settled(switches.get(i), fates.get(i)));
      }
      if (trashed) {
        // Else a cut undoes the move and keeps the retirement, and the file is reaped with what was only staged (F7).
        disk.forceDirectory(MirrorLayout.TRASH);
      }
      return settled;
    } catch (DiskException failed) {
      throw Failures.of(failed);
    }
  }

  @Override
  public void drop(HeldLock held, List<Switch> switches) {
    held.ensureValid();
    try {
      for (Switch one : switches) {
        displaced.drop(one);
      }
    } catch (DiskException failed) {
      throw Failures.of(failed);
    }
  }

  @Override
  public Look look(WorkspacePath path) {
    try {
      return disk.look(path.relative()).map(facts -> look(facts, clock.instant())).orElseGet(Look.Absent::new);
    } catch (DiskException refused) {
      return switch (refused.kind()) {
        case NOT_FOUND -> new Look.Absent();
        case NOT_A_DIRECTORY, NOT_A_FILE -> new Look.NotAFile("non-directory on the way to it");
        case EXISTS, NOT_EMPTY, NO_SPACE, NO_ACCESS, NAME_TOO_LONG, TOO_MANY_OPEN, TAINTED, OTHER ->
          new Look.Unreadable(String.valueOf(refused.getMessage()));
      };
    }
  }

  @Override
  public Optional<Usage> usage(WorkspacePath path) {
    try {
      Optional<FileFacts> facts = disk.look(path.relative()).filter(FileFacts::isFile);
      return facts.isPresent()
          ? Optional.of(new Usage(facts.get().accessed(), disk.openForWriting(path.relative())))
          : Optional.empty();
    } catch (DiskException refused) {
      return Optional.empty();
    }
  }

  @Override
  public Optional<ContentHash> hash(WorkspacePath path) {
    try {
      return Contents.hash(disk, path.relative());
    } catch (DiskException failed) {
      throw Failures.of(failed);
    }
  }

  @Override
  public Optional<InputStream> open(WorkspacePath path) {
    try {
      return Contents.open(disk, path.relative());
    } catch (DiskException failed) {
      throw Failures.of(failed);
    }
  }

  @Override
  public List<Named> list(String directory) {
    String name = directory.substring(1);
    try {
      return disk.list(name).stream()
          .filter(entry -> !(name.isEmpty() && entry.name().equals(MirrorLayout.CONTROL)))
          .map(entry -> new Named((name.isEmpty() ? "/" : directory + "/") + entry.name(), kind(entry)))
          .toList();
    } catch (DiskException refused) {
      return switch (refused.kind()) {
        case NOT_FOUND, NOT_A_DIRECTORY, NOT_A_FILE, NO_ACCESS, NAME_TOO_LONG -> List.of();
        case EXISTS, NOT_EMPTY, NO_SPACE, TOO_MANY_OPEN, TAINTED, OTHER -> throw Failures.of(refused);
      };
    }
  }

  private static Named.Kind kind(DirectoryEntry entry) {
    if (!entry.readable()) {
      return Named.Kind.OTHER;
    }
    return switch (entry.kind()) {
      case FILE -> Named.Kind.FILE;
      case DIRECTORY -> Named.Kind.DIRECTORY;
      case SYMBOLIC_LINK, OTHER -> Named.Kind.OTHER;
    };
  }

  @Override
  public String locate(WorkspacePath path) {
    return root.resolve(path.relative()).toString();
  }

  private Displaced.Fate fate(Switch one) throws DiskException {
    return one.result() == Switch.Result.YIELDED ? new Displaced.Fate.GivenBack() : displaced.settle(one);
  }

  private Settled settled(Switch one, Displaced.Fate fate) {
    Look visible = look(one.publication().path());
    return switch (fate) {
      case Displaced.Fate.Expected(), Displaced.Fate.Trashed() ->
        new Settled.Published(memo(one.publication(), visible));
      case Displaced.Fate.GivenBack() -> new Settled.Yielded(visible, Optional.empty());
      case Displaced.Fate.KeptBeside(String copy) -> new Settled.Yielded(visible, Optional.of(copy));
    };
  }

  /** Only the file that was published gets a memo: one that was edited meanwhile must be hashed (flaw F16). */
  private static Optional<Memo> memo(Publication publication, Look visible) {
    if (!(visible instanceof Look.File(Memo memo, boolean placeholder))) {
      return Optional.empty();
    }
    boolean ours = switch (publication.target()) {
      case Target.Placeholder() -> placeholder;
      case Target.Bytes(var staged) -> isStaged(memo, staged);
      case Target.Dehydrated(var staged) -> placeholder && isStaged(memo, staged);
      case Target.MovedFrom(var _, var content) -> content.memo()
          .filter(source -> memo.inode() == source.inode() && memo.size() == source.size()
              && memo.modified() == source.modified())
          .isPresent();
      case Target.Nothing _, Target.MovedTo _ -> false;
    };
    return ours ? Optional.of(memo) : Optional.empty();
  }

  private static boolean isStaged(Memo memo, StagedContent staged) {
    return memo.inode() == staged.inode() && memo.size() == staged.size() && memo.modified() == staged.modified();
  }

  private static Look look(FileFacts facts, Instant now) {
    return switch (facts.kind()) {
      case FILE -> {
        long nanos = TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
        Memo memo = Memo.lookedAt(facts.inode(), facts.size(), facts.modified(), facts.changed(), nanos);
        yield new Look.File(memo, PlaceholderForm.has(facts));
      }
      case DIRECTORY -> new Look.NotAFile("directory");
      case SYMBOLIC_LINK -> new Look.NotAFile("symbolic link");
      case OTHER -> new Look.NotAFile("special file");
    };
  }
}
