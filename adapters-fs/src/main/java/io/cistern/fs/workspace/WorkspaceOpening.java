package io.cistern.fs.workspace;

import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.fs.disk.Disk;
import io.cistern.fs.disk.DiskException;
import io.cistern.fs.disk.DiskException.Kind;
import io.cistern.fs.disk.DiskLock;
import io.cistern.fs.disk.SystemDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;

/** Opens a store step by step; what was opened is closed again when a later step fails. */
final class WorkspaceOpening {
  private static final int PRIVATE = 0700;

  private final List<Runnable> closers = new ArrayList<>();

  private WorkspaceOpening() {}

  static DirectoryWorkspaceStore of(Path directory, Path state, InstantSource clock) {
    WorkspaceOpening opening = new WorkspaceOpening();
    try {
      checkPlaces(directory, state);
      Disk served = SystemDisk.open(directory);
      opening.closers.add(served::close);
      makePrivate(state.toAbsolutePath());
      Disk kept = SystemDisk.open(state);
      opening.closers.add(kept::close);
      return opening.store(served, kept, state.toString(), clock);
    } catch (DiskException e) {
      closeAll(opening.closers);
      throw DirectoryWorkspaceStore.failure(e);
    } catch (RuntimeException e) {
      closeAll(opening.closers);
      throw e;
    }
  }

  /** For disks that are the caller's to close. */
  static DirectoryWorkspaceStore of(Disk served, Disk state, InstantSource clock) {
    WorkspaceOpening opening = new WorkspaceOpening();
    try {
      return opening.store(served, state, "it", clock);
    } catch (DiskException e) {
      closeAll(opening.closers);
      throw DirectoryWorkspaceStore.failure(e);
    } catch (RuntimeException e) {
      closeAll(opening.closers);
      throw e;
    }
  }

  private DirectoryWorkspaceStore store(Disk served, Disk state, String name, InstantSource clock)
      throws DiskException {
    DiskLock lock = state.tryLock("lock").orElseThrow(() -> new CisternException(
        new Failure.MirrorInUse("another process is serving, and keeps its state in " + name)));
    closers.add(lock::close);
    Ledger ledger = ledger(served, state, clock);
    return new DirectoryWorkspaceStore(served, ledger, clock, closers);
  }

  private Ledger ledger(Disk served, Disk state, InstantSource clock) throws DiskException {
    String freshId = String.format(Locale.ROOT, "%08x", ThreadLocalRandom.current().nextInt());
    Ledger ledger = new Ledger(state, freshId, clock);
    closers.add(ledger::close);
    Publisher publisher = new Publisher(served, ledger.storeId());
    new RollForward(served, publisher, new Noticer(served, ledger, clock)).run(ledger);
    if (!ledger.isStale()) {
      return ledger;
    }
    JournalRewrite.run(state, ledger);
    ledger.close();
    closers.removeLast();
    Ledger anew = new Ledger(state, freshId, clock);
    closers.add(anew::close);
    return anew;
  }

  /** Closes what was opened, last one first. */
  static void closeAll(List<Runnable> closers) {
    closers.reversed().forEach(Runnable::run);
  }

  private static void checkPlaces(Path directory, Path state) {
    try {
      if (!Files.isDirectory(directory)) {
        throw new CisternException(new Failure.Usage(directory + " is not a directory"));
      }
      if (real(state.toAbsolutePath().normalize()).startsWith(directory.toRealPath())) {
        throw new CisternException(
            new Failure.Usage("the state directory " + state + " lies in the directory to be served"));
      }
    } catch (IOException e) {
      throw new CisternException(new Failure.LocalIo(directory.toString(), "look at it: " + e.getMessage()), e);
    }
  }

  /** Where a path leads, as far as it exists. */
  private static Path real(Path path) throws IOException {
    Path parent = path.getParent();
    if (Files.exists(path) || parent == null) {
      return path.toRealPath();
    }
    return real(parent).resolve(path.getFileName());
  }

  /** Creates what is missing of a path, for its owner alone. */
  private static void makePrivate(Path directory) throws DiskException {
    Path parent = directory.getParent();
    if (parent == null || Files.isDirectory(directory)) {
      return;
    }
    makePrivate(parent);
    try (Disk disk = SystemDisk.open(parent)) {
      disk.makeDirectory(directory.getFileName().toString(), PRIVATE);
      disk.forceDirectory("");
    } catch (DiskException e) {
      if (e.kind() != Kind.EXISTS) {
        throw e;
      }
    }
  }
}
