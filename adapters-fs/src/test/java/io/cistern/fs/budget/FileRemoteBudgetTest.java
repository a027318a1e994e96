package io.cistern.fs.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.port.RemoteBudget;
import io.cistern.domain.budget.Passage;
import io.cistern.domain.budget.Work;
import io.cistern.domain.probe.Window;
import io.cistern.fs.disk.Disk;
import io.cistern.fs.disk.DiskException;
import io.cistern.fs.disk.DiskException.Kind;
import io.cistern.fs.disk.DiskFile;
import io.cistern.fs.disk.DiskLock;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FileRemoteBudgetTest {
  private final BudgetBench bench = new BudgetBench();

  private boolean open(RemoteBudget budget, Work work) {
    return budget.ask("ws/file", work, bench.wall()) instanceof Passage.Open;
  }

  private long left(RemoteBudget budget) {
    return budget.observed(bench.wall()).orElseThrow().windows().stream()
        .map(Window::remaining)
        .findFirst()
        .orElseThrow();
  }

  private long writes() {
    return bench.disk().trace().stream().filter(step -> step.name().endsWith(".tmp") && step.what().equals("create"))
        .count();
  }

  private static void overwrite(Disk disk, byte[] bytes) throws DiskException {
    try (DiskFile file = disk.openToWrite(BudgetBench.FILE)) {
      file.truncate(0);
      file.write(0, ByteBuffer.wrap(bytes));
    }
  }

  @Test
  void aHoldIsSeenByOtherProcessesAtTheirNextRequest() {
    try (RemoteBudget one = bench.process("one"); RemoteBudget other = bench.process("other")) {
      assertThat(open(other, Work.ON_DEMAND)).isTrue();

      one.holdHome(bench.wall().plusSeconds(5), bench.wall());

      assertThat(open(other, Work.ON_DEMAND)).isFalse();
      bench.passes(Duration.ofMillis(4999));
      assertThat(open(other, Work.ON_DEMAND)).isFalse();
      bench.passes(Duration.ofMillis(1));
      assertThat(open(other, Work.ON_DEMAND)).isTrue();
    }
  }

  @Test
  void thePlaceIsMadeForTheFirstThingThatIsKeptAndWhoeverBeganBeforeSeesIt() {
    AtomicBoolean there = new AtomicBoolean();
    try (RemoteBudget early = bench.at(madeLater(there, "early"));
        RemoteBudget other = bench.at(madeLater(there, "other"))) {
      assertThat(open(early, Work.BACKGROUND) && open(other, Work.ON_DEMAND)).isTrue();
      assertThat(early.closed(bench.wall())).isEmpty();
      assertThat(there).isFalse();

      other.holdHome(bench.wall().plusSeconds(5), bench.wall());

      assertThat(there).isTrue();
      assertThat(open(early, Work.ON_DEMAND)).isFalse();
    }
  }

  private BudgetPlace madeLater(AtomicBoolean there, String process) {
    return new BudgetPlace() {
      @Override
      public Optional<Disk> there() {
        return there.get() ? Optional.of(made()) : Optional.empty();
      }

      @Override
      public Disk made() {
        there.set(true);
        return bench.disk().process(process);
      }
    };
  }

  @Test
  void aHoldOutlivesItsProcessAndIsMovedByNoSettingOfTheClock() {
    RemoteBudget one = bench.process("one");
    one.holdHome(bench.wall().plusSeconds(60), bench.wall());
    bench.disk().kill("one");

    bench.jumps(Duration.ofDays(1));
    assertThat(open(bench.process("two"), Work.ON_DEMAND)).isFalse();
    bench.jumps(Duration.ofDays(-30));
    RemoteBudget three = bench.process("three");
    bench.passes(Duration.ofMillis(59_999));
    assertThat(open(three, Work.ON_DEMAND)).isFalse();
    bench.passes(Duration.ofMillis(1));
    assertThat(open(three, Work.ON_DEMAND)).isTrue();
  }

  @Test
  void aHoldOutlivesTheMachineAndAClockThatWasSetBackMeanwhileHoldsOnceMoreAndNotForEver() {
    bench.process("one").holdHome(bench.wall().plusSeconds(60), bench.wall());
    bench.restarts("boot-2");
    bench.passes(Duration.ofSeconds(50));
    bench.jumps(Duration.ofDays(-1));

    assertThat(open(bench.process("two"), Work.ON_DEMAND)).isFalse();
    bench.passes(Duration.ofSeconds(59));
    assertThat(open(bench.process("three"), Work.ON_DEMAND)).isFalse();
    bench.passes(Duration.ofSeconds(1));
    assertThat(open(bench.process("four"), Work.ON_DEMAND)).as("the wait began anew once").isTrue();
  }

  @Test
  void aClockThatWasSetWhileSomebodyLookedShortensNoHoldAfterTheMachineWasStartedAgain() {
    RemoteBudget one = bench.process("one");
    one.holdHome(bench.wall().plusSeconds(60), bench.wall());
    bench.jumps(Duration.ofDays(1));
    assertThat(open(one, Work.ON_DEMAND)).isFalse();

    bench.restarts("boot-2");

    bench.passes(Duration.ofMillis(59_999));
    assertThat(open(bench.process("two"), Work.ON_DEMAND)).isFalse();
    bench.passes(Duration.ofMillis(1));
    assertThat(open(bench.process("three"), Work.ON_DEMAND)).isTrue();
  }

  @Test
  void whatIsWrittenWhileSomethingIsHeldOutlivesTheMachineToo() {
    RemoteBudget one = bench.process("one");
    one.learn(List.of(BudgetBench.requests(1000, 1000, 3600)), bench.wall());
    one.holdEndpoint("ws/export", bench.wall().plusSeconds(60), bench.wall());
    for (int i = 0; i < 100; i++) {
      assertThat(open(one, Work.BACKGROUND)).isTrue();
    }

    bench.disk().cutPower();

    for (var choice : bench.disk().survivors(64, 1).choices()) {
      var two = bench.on(bench.disk().afterPowerCut(choice).process("two"));
      assertThat(two.ask("ws/export", Work.BACKGROUND, bench.wall())).isInstanceOf(Passage.Closed.class);
    }
  }

  @Test
  void whoeverEndsWithOldNewsDoesNotShortenAHoldThatOthersWereToldMeanwhile() {
    RemoteBudget one = bench.process("one");
    one.learn(List.of(BudgetBench.requests(1000, 900, 3600)), bench.wall());
    bench.passes(Duration.ofSeconds(3));
    bench.process("other").holdHome(bench.wall().plusSeconds(5), bench.wall());
    bench.passes(Duration.ofSeconds(1));

    one.close();

    bench.passes(Duration.ofMillis(3999));
    assertThat(open(bench.process("three"), Work.ON_DEMAND)).isFalse();
    bench.passes(Duration.ofMillis(1));
    assertThat(open(bench.process("four"), Work.ON_DEMAND)).isTrue();
  }

  @Test
  void aKeyIsAFileNameThatTellsNothing() {
    String token = BudgetKeys.of("https://broker.example", "file /there/token").value();

    assertThat(token).matches("[0-9a-f]{32}");
    assertThat(BudgetKeys.of("https://broker.example", "home work").value()).isNotEqualTo(token);
    assertThat(BudgetKeys.of("https://broker.example/x", "file /there/token").value()).isNotEqualTo(token);
  }

  @Test
  void whatWasToldIsForcedBeforeAnybodyGoesOn() {
    bench.process("one").holdHome(bench.wall().plusSeconds(60), bench.wall());

    bench.disk().cutPower();

    var remains = bench.disk().afterPowerCut(bench.disk().survivors(16, 1).choices().getFirst());
    assertThat(open(bench.on(remains.process("two")), Work.ON_DEMAND)).isFalse();
  }

  @Test
  void processesShareWhatIsLeft() {
    try (RemoteBudget one = bench.process("one"); RemoteBudget other = bench.process("other")) {
      one.learn(List.of(BudgetBench.requests(1000, 1000, 3600)), bench.wall());
      int sent = 0;
      while (open(one, Work.BACKGROUND)) {
        sent++;
        if (open(other, Work.BACKGROUND)) {
          sent++;
        }
      }

      assertThat(sent).as("what is free, but for what the other has set aside").isBetween(488, 500);
      while (open(other, Work.BACKGROUND)) {
        sent++;
      }
      assertThat(sent).isBetween(480, 500);
    }
  }

  @Test
  void aRequestSeldomCostsAWrite() {
    try (RemoteBudget budget = bench.process("one")) {
      budget.learn(List.of(BudgetBench.requests(100_000, 100_000, 3600)), bench.wall());

      for (int i = 0; i < 3200; i++) {
        assertThat(open(budget, Work.BACKGROUND)).isTrue();
      }

      assertThat(writes()).isLessThanOrEqualTo(106);
    }
  }

  @Test
  void whatNobodyCountsIsNeverWritten() {
    try (RemoteBudget budget = bench.process("one")) {
      for (int i = 0; i < 100; i++) {
        assertThat(open(budget, Work.BACKGROUND)).isTrue();
      }
    }

    assertThat(bench.disk().tree()).isEmpty();
  }

  @Test
  void whatWasSetAsideAndNotUsedIsGivenBackAtTheEnd() {
    RemoteBudget one = bench.process("one");
    one.learn(List.of(BudgetBench.requests(10_000, 10_000, 3600)), bench.wall());
    for (int i = 0; i < 40; i++) {
      open(one, Work.BACKGROUND);
    }
    assertThat(left(bench.process("other"))).isEqualTo(10_000 - 1 - 2 - 4 - 8 - 16 - 32);

    one.close();

    assertThat(left(bench.process("other"))).isEqualTo(10_000 - 40);
  }

  @Test
  void anOpenWaitsForNoLockAndIsCountedAllTheSame() throws DiskException {
    RemoteBudget one = bench.process("one");
    one.learn(List.of(BudgetBench.requests(100, 40, 3600)), bench.wall());
    try (DiskLock _ = bench.disk().process("stopped").tryLock(BudgetBench.KEY.value() + ".lock").orElseThrow()) {
      var before = bench.real();

      assertThat(open(one, Work.ON_DEMAND)).isTrue();

      assertThat(bench.real()).isEqualTo(before);
    }
    one.close();
    assertThat(left(bench.process("other"))).isEqualTo(39);
  }

  @Test
  void whoeverIsStoppedWithTheLockHoldsOthersUpForATenthOfASecondAndNoHoldIsLost() throws DiskException {
    RemoteBudget one = bench.process("one");
    try (DiskLock _ = bench.disk().process("stopped").tryLock(BudgetBench.KEY.value() + ".lock").orElseThrow()) {
      var before = bench.real();

      one.holdHome(bench.wall().plusSeconds(5), bench.wall());

      assertThat(Duration.between(before, bench.real())).isLessThanOrEqualTo(Duration.ofMillis(100));
      assertThat(open(one, Work.ON_DEMAND)).isFalse();
      assertThat(open(bench.process("other"), Work.ON_DEMAND)).as("does not know yet").isTrue();
    }
    open(one, Work.ON_DEMAND);
    assertThat(open(bench.process("other"), Work.ON_DEMAND)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "null", "[]", "{\"format\":2}", "{\"format\":1,\"holds\":[{\"endpoint\":\"\"}]}",
      "{\"format\":1,\"holds\":[{\"endpoint\":\"\",\"era\":\"x\",\"steadyNanos\":-1,\"wall\":\"yesterday\","
          + "\"lengthNanos\":1}]}",
      "{\"format\":1,\"windows\":[{\"name\":\"n\",\"measure\":\"requests\",\"limit\":-1,\"left\":1}]}"})
  void aTornFileIsForgottenWithAWarningAndWrittenAnew(String garbage) throws DiskException {
    bench.process("one").holdHome(bench.wall().plusSeconds(60), bench.wall());
    overwrite(bench.disk().process("person"), garbage.getBytes(StandardCharsets.UTF_8));
    RemoteBudget two = bench.process("two");

    assertThat(open(two, Work.ON_DEMAND)).isTrue();

    assertThat(bench.warnings()).singleElement().asString().startsWith("the budget file cannot be understood");
    two.holdHome(bench.wall().plusSeconds(5), bench.wall());
    assertThat(open(bench.process("three"), Work.ON_DEMAND)).isFalse();
  }

  @Test
  void aFileThatIsTornMeanwhileDoesNotMakeAProcessForgetWhatItWasTold() throws DiskException {
    RemoteBudget one = bench.process("one");
    one.holdHome(bench.wall().plusSeconds(60), bench.wall());
    overwrite(bench.disk().process("person"), new byte[0]);

    assertThat(open(one, Work.ON_DEMAND)).isFalse();
  }

  @Test
  void whereNothingCanBeWrittenTheBudgetIsThisProcessesOwn() {
    bench.disk().failWhen(step -> step.what().equals("create"), Kind.NO_ACCESS);
    try (RemoteBudget one = bench.process("one")) {
      one.holdHome(bench.wall().plusSeconds(1), bench.wall());
      assertThat(open(one, Work.ON_DEMAND)).isFalse();
      bench.passes(Duration.ofSeconds(1));
      one.learn(List.of(BudgetBench.requests(1000, 600, 3600)), bench.wall());

      int sent = 0;
      while (open(one, Work.BACKGROUND)) {
        sent++;
      }

      assertThat(sent).isEqualTo(100);
      assertThat(bench.warnings()).hasSize(1);
    }
  }
}
