package io.cistern.fs.lock;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.cistern.application.port.NoticeBoard;
import io.cistern.domain.failure.CisternException;
import io.cistern.fs.disk.DirectoryEntry;
import io.cistern.fs.disk.Disk;
import io.cistern.fs.disk.DiskException;
import io.cistern.fs.disk.DiskFile;
import io.cistern.fs.layout.MirrorLayout;
import io.cistern.fs.tree.Failures;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongPredicate;
import java.util.random.RandomGenerator;

/**
 * Notices as small files beside the locks, never forced: one per process that has something to say, written over in one
 * write and removed when there is nothing left to say. What a killed process left is removed by the next one that writes.
 * A disk that refuses is no reason to fail, except where somebody wants a pass. Our monitor is held while writing, so that
 * the file says what was told last.
 */
final class FileNoticeBoard implements NoticeBoard {
  /** Often enough for people who look, seldom enough to cost nothing. */
  private static final Duration BETWEEN_PASS_NOTICES = Duration.ofSeconds(1);

  private final Disk disk;
  private final Caller caller;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final LongPredicate alive;

  @GuardedBy("this")
  private Optional<String> file = Optional.empty();

  @GuardedBy("this")
  private Notice said;

  @GuardedBy("this")
  private Instant nextPassNotice = Instant.MIN;

  FileNoticeBoard(Disk disk, Caller caller, InstantSource clock, RandomGenerator random, LongPredicate alive) {
    this.disk = disk;
    this.caller = caller;
    this.clock = clock;
    this.random = random;
    this.alive = alive;
    this.said = new Notice(caller.process(), Optional.empty(), 0, Optional.empty());
  }

  @Override
  public void wantPass() {
    try (DiskFile _ = disk.create(MirrorLayout.wantedPass())) {
      return;
    } catch (DiskException failed) {
      if (failed.kind() != DiskException.Kind.EXISTS) {
        throw new CisternException(Failures.of(failed).failure(), failed);
      }
    }
  }

  @Override
  public boolean passIsWanted() {
    try {
      return disk.look(MirrorLayout.wantedPass()).isPresent();
    } catch (DiskException _) {
      return false;
    }
  }

  @Override
  public boolean takeWanted() {
    if (!passIsWanted()) {
      return false;
    }
    try {
      disk.unlink(MirrorLayout.wantedPass());
      return true;
    } catch (DiskException _) {
      return false;
    }
  }

  @Override
  public synchronized void tell(PassNotice notice) {
    Instant now = clock.instant();
    boolean first = said.pass().filter(known -> known.since().equals(notice.since())).isEmpty();
    said = new Notice(caller.process(), Optional.of(notice), said.opens(), said.oldest());
    if (first || !now.isBefore(nextPassNotice)) {
      nextPassNotice = now.plus(BETWEEN_PASS_NOTICES);
      write();
    }
  }

  @Override
  public synchronized void passEnded() {
    said = new Notice(caller.process(), Optional.empty(), said.opens(), said.oldest());
    write();
  }

  @Override
  public synchronized void waiting(List<OpenNotice> opens) {
    said = new Notice(caller.process(), said.pass(), opens.size(), opens.stream().findFirst());
    write();
  }

  @Override
  public Notices read() {
    Optional<RunningPass> pass = Optional.empty();
    List<WaitingOpens> opens = new ArrayList<>();
    for (String name : names()) {
      Optional<Notice> notice = read(name).filter(told -> alive.test(told.process()));
      if (notice.isPresent()) {
        Notice told = notice.get();
        pass = pass.isPresent() ? pass : told.pass().map(running -> new RunningPass(told.process(), running));
        told.oldest().ifPresent(oldest -> opens.add(new WaitingOpens(told.process(), told.opens(), oldest)));
      }
    }
    return new Notices(pass, opens);
  }

  private synchronized void write() {
    try {
      if (said.saysNothing()) {
        if (file.isPresent()) {
          disk.unlink(file.get());
          file = Optional.empty();
        }
        return;
      }
      try (DiskFile open = opened()) {
        open.write(0, said.bytes());
      }
    } catch (DiskException _) {
      // Nobody depends on it.
    }
  }

  @GuardedBy("this")
  private DiskFile opened() throws DiskException {
    if (file.isPresent()) {
      return disk.openToWrite(file.get());
    }
    sweep();
    String name = MirrorLayout.notice(caller.process() + "-" + Long.toHexString(random.nextLong()));
    DiskFile created = disk.create(name);
    file = Optional.of(name);
    return created;
  }

  /** Of processes that could not take their words back. */
  private void sweep() throws DiskException {
    for (String name : names()) {
      if (read(name).filter(told -> !alive.test(told.process())).isPresent()) {
        disk.unlink(name);
      }
    }
  }

  private List<String> names() {
    try {
      return disk.list(MirrorLayout.LOCKS).stream()
          .map(DirectoryEntry::name)
          .filter(MirrorLayout::isNotice)
          .sorted()
          .map(name -> MirrorLayout.LOCKS + "/" + name)
          .toList();
    } catch (DiskException _) {
      return List.of();
    }
  }

  private Optional<Notice> read(String name) {
    ByteBuffer bytes = ByteBuffer.allocate(Notice.BYTES);
    try (DiskFile open = disk.openToRead(name)) {
      open.read(0, bytes);
    } catch (DiskException _) {
      return Optional.empty();
    }
    return Notice.parse(StandardCharsets.UTF_8.decode(bytes.flip()).toString());
  }
}
