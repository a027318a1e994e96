package io.cistern.application.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.port.HelperProcesses;
import io.cistern.application.port.HelperProcesses.Helper;
import io.cistern.domain.probe.HomeName;
import io.cistern.domain.probe.ProbeOutcome;
import io.cistern.domain.probe.ProviderName;
import io.cistern.domain.probe.Reading;
import io.cistern.domain.time.Deadline;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What helpers have to do. */
public abstract class HelperProcessesContract {
  private static final HomeName WORK = new HomeName("work");

  /** Helpers that answer with the name of their home as the account. */
  protected abstract HelperProcesses answering();

  /** Helpers that say that they learned nothing. */
  protected abstract HelperProcesses learningNothing();

  @Test
  void aHelperAnswersOneQuestionAfterTheOther() {
    try (Helper helper = answering().start(WORK)) {
      assertThat(account(helper)).contains("work");
      assertThat(account(helper)).contains("work");
      assertThat(helper.usable()).isTrue();
    }
  }

  @Test
  void oneThatLearnedNothingCanBeAskedAgain() {
    try (Helper helper = learningNothing().start(WORK)) {
      assertThat(ask(helper, Deadline.NEVER)).isInstanceOf(ProbeOutcome.NoAnswer.class);
      assertThat(helper.usable()).isTrue();
    }
  }

  @Test
  void oneThatIsTooLateIsNotAskedAgain() {
    try (Helper helper = answering().start(WORK)) {
      assertThat(ask(helper, new Deadline(Instant.MIN))).isInstanceOf(ProbeOutcome.NoAnswer.class);
      assertThat(helper.usable()).isFalse();
      assertThat(ask(helper, Deadline.NEVER)).isInstanceOf(ProbeOutcome.NoAnswer.class);
    }
  }

  @Test
  void aClosedOneAnswersNothing() {
    Helper helper = answering().start(WORK);
    helper.close();
    helper.close();

    assertThat(helper.usable()).isFalse();
    assertThat(ask(helper, Deadline.NEVER)).isInstanceOf(ProbeOutcome.NoAnswer.class);
  }

  private static Optional<String> account(Helper helper) {
    return ask(helper, Deadline.NEVER) instanceof ProbeOutcome.Answered(Reading reading)
        ? reading.account()
        : Optional.empty();
  }

  private static ProbeOutcome ask(Helper helper, Deadline deadline) {
    return helper.ask(ProviderName.BROKER, deadline);
  }
}
