package io.cistern.fs.lock;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.contract.NoticeBoardContract;
import io.cistern.application.port.NoticeBoard;
import io.cistern.application.port.NoticeBoard.Notices;
import io.cistern.application.port.NoticeBoard.OpenNotice;
import io.cistern.application.port.NoticeBoard.PassNotice;
import io.cistern.fs.disk.Disk;
import io.cistern.fs.disk.DiskException;
import io.cistern.fs.disk.DiskFile;
import io.cistern.fs.layout.MirrorLayout;
import io.cistern.fs.testing.SimDisk;
import io.cistern.fs.testing.SimOptions;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class FileNoticeBoardTest extends NoticeBoardContract {
  private static final long SEED = 7;

  private final Set<Long> dead = new HashSet<>();
  private final Time time = new Time();
  private final SimDisk sim = new SimDisk(SimOptions.PLAIN, time);

  private static final class Time implements InstantSource {
    private Instant now = Instant.EPOCH;

    @Override
    public Instant instant() {
      return now;
    }
  }

  @BeforeEach
  void makeTheLocksDirectory() throws DiskException {
    Disk disk = sim.process("init");
    disk.makeDirectory(MirrorLayout.CONTROL, 0700);
    disk.makeDirectory(MirrorLayout.LOCKS, 0700);
  }

  @Override
  protected NoticeBoard create() {
    return board("A", 11);
  }

  @Override
  protected NoticeBoard another() {
    return board("B", 22);
  }

  private NoticeBoard board(String process, long number) {
    return new FileNoticeBoard(
        sim.process(process), new Caller(number, process), time, new Random(SEED), who -> !dead.contains(who));
  }

  @Test
  void theDeadAreNotBelievedAndTheNextWriterRemovesWhatTheySaid() {
    NoticeBoard killed = board("K", 33);
    killed.tell(new PassNotice(Instant.EPOCH, 1, 2, 3));
    killed.waiting(List.of(new OpenNotice("/a", Instant.EPOCH)));
    killed.wantPass();
    dead.add(33L);

    NoticeBoard living = board("L", 44);
    assertThat(living.read()).isEqualTo(Notices.NONE);
    assertThat(living.passIsWanted()).as("what was wanted is wanted still").isTrue();
    living.waiting(List.of(new OpenNotice("/b", Instant.EPOCH)));

    assertThat(notices()).hasSize(1).allMatch(name -> name.contains("/44-"));
  }

  @Test
  void aPassIsWrittenOnceASecondAtMost() {
    NoticeBoard board = board("W", 55);
    board.tell(new PassNotice(Instant.EPOCH, 0, 1000, 0));
    long steps = sim.steps();
    for (int i = 1; i <= 100; i++) {
      board.tell(new PassNotice(Instant.EPOCH, i, 1000, i));
    }
    assertThat(sim.steps()).as("no step of the disk").isEqualTo(steps);

    time.now = time.now.plusSeconds(1);
    board.tell(new PassNotice(Instant.EPOCH, 101, 1000, 101));

    assertThat(board("R", 66).read().pass()).hasValueSatisfying(
        pass -> assertThat(pass.notice().done()).isEqualTo(101));
  }

  @Test
  void whoHasNothingMoreToSayLeavesNoFile() {
    NoticeBoard board = board("N", 77);
    board.tell(new PassNotice(Instant.EPOCH, 0, 1, 0));
    board.waiting(List.of(new OpenNotice("/a", Instant.EPOCH)));

    board.waiting(List.of());
    board.passEnded();

    assertThat(notices()).isEmpty();
  }

  @Test
  void nonsenseIsNoNotice() throws DiskException {
    Disk disk = sim.process("X");
    for (String text : List.of("", "process=x", "process=1\npass=never 1 2 3", "process=1\npass=1", "opens=1 2 3")) {
      try (DiskFile file = disk.create(MirrorLayout.notice("x" + text.hashCode()))) {
        file.write(0, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
      }
    }
    assertThat(board("R", 88).read()).isEqualTo(Notices.NONE);
  }

  @Test
  void aFullDiskIsNoReasonToFail() {
    NoticeBoard board = board("F", 99);
    sim.leaveInodes(0);

    board.tell(new PassNotice(Instant.EPOCH, 0, 1, 0));
    board.waiting(List.of(new OpenNotice("/a", Instant.EPOCH)));
    board.passEnded();

    assertThat(board.read()).isEqualTo(Notices.NONE);
  }

  private List<String> notices() {
    return sim.tree().keySet().stream().filter(MirrorLayout::isNotice).toList();
  }
}
