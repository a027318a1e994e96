package io.cistern.fs.workspace;

import io.cistern.application.port.WorkspaceStore;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.workspace.WorkspacePath;
import io.cistern.fs.disk.Disk;
import io.cistern.fs.disk.DiskException;
import io.cistern.fs.disk.DiskException.Kind;
import io.cistern.fs.disk.DiskFile;
import io.cistern.fs.disk.FileFacts;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A plain directory as a workspace. Its files are the content; revisions and history live in a state directory.
 *
 * <p>Two locks, the lookout's before {@code writing}: one thread walks the directory at a time, without keeping writers
 * out; whatever becomes a change does so under {@code writing}.
 */
public final class DirectoryWorkspaceStore implements WorkspaceStore {
  private static final int OPEN_TRIES = 5;

  private final Disk served;
  private final InstantSource clock;
  private final List<Runnable> owned;
  private final Ledger ledger;
  private final Publisher publisher;
  private final Noticer noticer;
  private final Lookout lookout;
  private final ReentrantLock writing = new ReentrantLock();

  /**
   * Serves what has been opened.
   *
   * @param owned run when the store is closed, last one first
   */
  DirectoryWorkspaceStore(Disk served, Ledger ledger, InstantSource clock, List<Runnable> owned) {
    this.served = served;
    this.clock = clock;
    this.owned = owned;
    this.ledger = ledger;
    this.publisher = new Publisher(served, ledger.storeId());
    this.noticer = new Noticer(served, ledger, clock);
    this.lookout = new Lookout(served, ledger, noticer, writing, clock);
  }

  /**
   * Takes up a workspace where it was left, or begins one; finishes what a dead process had begun. Looks at no file:
   * {@link #refresh} does.
   *
   * @param directory an existing directory, which nothing but clients' writes changes
   * @param state a directory of its own, outside the served one; created (0700) when absent
   * @throws CisternException {@code Usage} for a directory that cannot be served, {@code MirrorInUse} when another process
   *     serves with this state
   */
  public static DirectoryWorkspaceStore open(Path directory, Path state, InstantSource clock) {
    return WorkspaceOpening.of(directory, state, clock);
  }

  @Override
  public void refresh() {
    lookout.refresh();
  }

  /** Looks at one file and makes a change of a difference; tells why, if it is there and closed to this process. */
  private Optional<String> notice(WorkspacePath path) throws DiskException {
    Optional<FileFacts> facts = noticer.factsOf(path);
    Optional<FileEntry> known = ledger.files().find(path);
    boolean asKnown = known.isPresent()
        ? facts.map(seen -> known.get().looksLike(DirectoryScan.memo(seen, 0))).orElse(false)
        : facts.isEmpty();
    if (asKnown) {
      return Optional.empty();
    }
    Noticer.Sight sight = noticer.look(path);
    lookout.absorb(List.of(sight));
    return sight instanceof Noticer.Sight.Closed(_, String why) ? Optional.of(why) : Optional.empty();
  }

  @Override
  public Optional<StoredFile> find(WorkspacePath path) {
    try {
      if (Publisher.isStagedName(path.relative())) {
        return Optional.empty();
      }
      Optional<String> unused = notice(path);
      return ledger.files().find(path).map(FileEntry::stored);
    } catch (DiskException e) {
      throw failure(e);
    }
  }

  @Override
  public Reading open(WorkspacePath path) {
    if (Publisher.isStagedName(path.relative())) {
      return new Reading.Absent();
    }
    try {
      for (int i = 0; i < OPEN_TRIES; i++) {
        Optional<String> closed = notice(path);
        Optional<FileEntry> known = ledger.files().find(path);
        if (closed.isPresent()) {
          return new Reading.Unreadable(closed.get());
        }
        if (known.isEmpty()) {
          return new Reading.Absent();
        }
        Optional<InputStream> bytes = bytes(known.get());
        if (bytes.isPresent()) {
          return new Reading.Opened(known.get().stored(), bytes.get());
        }
      }
      return new Reading.Unreadable("it changes faster than it can be opened");
    } catch (DiskException e) {
      throw failure(e);
    }
  }

  /** The file's bytes, if what is opened is what is known. */
  private Optional<InputStream> bytes(FileEntry known) throws DiskException {
    try {
      DiskFile file = served.openToRead(known.path().relative());
      if (known.looksLike(DirectoryScan.memo(file.facts(), 0))) {
        return Optional.of(new FileBytes(file, 0));
      }
      file.close();
      return Optional.empty();
    } catch (DiskException e) {
      if (e.kind() == Kind.NOT_FOUND || e.kind() == Kind.NOT_A_FILE || e.kind() == Kind.NOT_A_DIRECTORY) {
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  public Optional<StoredFile> fileAtOrAfter(String name) {
    return ledger.files().fileAtOrAfter(name).map(FileEntry::stored);
  }

  @Override
  public Optional<String> directoryAtOrAfter(String name) {
    return ledger.files().directoryAtOrAfter(name);
  }

  @Override
  public long filesBelow(String directory) {
    return ledger.files().filesBelow(directory);
  }

  @Override
  public List<StoredChange> changesAfter(long number, int limit) {
    return asked(() -> ledger.changesAfter(number, limit));
  }

  @Override
  public List<StoredChange> changesBefore(long number, int limit) {
    return asked(() -> ledger.changesBefore(number, limit));
  }

  @Override
  public Optional<StoredChange> change(long number) {
    return asked(() -> ledger.change(number));
  }

  @Override
  public Incoming receive(InputStream body) {
    return asked(() -> publisher.stage(body));
  }

  @Override
  public List<WriteOutcome> apply(List<Write> writes, String correlationId) {
    writing.lock();
    try {
      return asked(() -> new Writer(ledger, publisher, noticer, clock, correlationId).run(writes));
    } finally {
      writing.unlock();
    }
  }

  @Override
  public List<Skipped> skipped() {
    return lookout.skipped();
  }

  @Override
  public long dotFiles() {
    return ledger.files().dotFiles();
  }

  @Override
  public void close() {
    lookout.close();
    writing.lock();
    try {
      WorkspaceOpening.closeAll(owned);
    } finally {
      writing.unlock();
    }
  }

  private interface Question<T> {
    T ask() throws DiskException;
  }

  private static <T> T asked(Question<T> question) {
    try {
      return question.ask();
    } catch (DiskException e) {
      throw failure(e);
    }
  }

  static CisternException failure(DiskException e) {
    String message = String.valueOf(e.getMessage());
    return new CisternException(
        switch (e.kind()) {
          case NO_SPACE -> new Failure.LocalDiskFull(message);
          case TAINTED -> new Failure.MirrorTainted(message);
          case NOT_FOUND, EXISTS, NOT_A_DIRECTORY, NOT_A_FILE, NOT_EMPTY, NO_ACCESS, NAME_TOO_LONG, TOO_MANY_OPEN,
              OTHER ->
            new Failure.LocalIo(e.name(), message);
        },
        e);
  }
}
