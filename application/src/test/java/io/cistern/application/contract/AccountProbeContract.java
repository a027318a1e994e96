package io.cistern.application.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.port.AccountProbe;
import io.cistern.domain.probe.Reading;
import io.cistern.domain.probe.ReadingSource;
import io.cistern.domain.probe.ReadingStatus;
import io.cistern.domain.probe.Window;
import io.cistern.domain.time.Deadline;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What whoever asks a broker about an account has to do. */
public abstract class AccountProbeContract {
  /** What the broker tells where it tells anything. */
  protected static final String ACCOUNT = "agent-7";

  protected static final Window WINDOW =
      new Window("requests/h", 5000, 3, 4997, Instant.parse("2026-11-27T03:00:00Z"));

  /** A broker, as an account meets it. */
  protected enum Broker {
    /** Has an account {@link #ACCOUNT} with one {@link #WINDOW}. */
    TELLS,
    /** Has no such question. */
    KNOWS_NO_SUCH_QUESTION,
    /** Does not take the token. */
    REFUSES_THE_TOKEN,
    /** Cannot be asked, for there is no token. */
    NO_TOKEN,
    /** Answers nothing that helps, however often it is asked. */
    IS_DOWN
  }

  /** Asks such a broker; nothing else was ever asked of it. */
  protected abstract AccountProbe asking(Broker broker);

  @Test
  void whatTheBrokerTellsIsItsReading() {
    try (AccountProbe probe = asking(Broker.TELLS)) {
      Reading reading = probe.usage(Deadline.NEVER);

      assertThat(reading.status()).isEqualTo(ReadingStatus.AVAILABLE);
      assertThat(reading.source()).isEqualTo(ReadingSource.BROKER);
      assertThat(reading.account()).contains(ACCOUNT);
      assertThat(reading.windows()).containsExactly(WINDOW);
    }
  }

  @ParameterizedTest
  @CsvSource({"KNOWS_NO_SUCH_QUESTION, UNSUPPORTED", "REFUSES_THE_TOKEN, INVALID_CREDENTIAL", "NO_TOKEN, NO_CREDENTIAL",
      "IS_DOWN, UNAVAILABLE"})
  void whatIsNoAnswerIsAReadingThatSaysWhy(Broker broker, ReadingStatus expected) {
    try (AccountProbe probe = asking(broker)) {
      Reading reading = probe.usage(Deadline.NEVER);

      assertThat(reading.status()).isEqualTo(expected);
      assertThat(reading.source()).isEqualTo(ReadingSource.BROKER);
      assertThat(reading.windows()).isEmpty();
      assertThat(reading.account()).isEmpty();
    }
  }

  @Test
  void aDeadlineThatHasPassedIsAReadingTooAndNoEnd() {
    try (AccountProbe probe = asking(Broker.TELLS)) {
      assertThat(probe.usage(new Deadline(Instant.EPOCH)).status()).isEqualTo(ReadingStatus.UNAVAILABLE);
      assertThat(probe.usage(Deadline.NEVER).status()).isEqualTo(ReadingStatus.AVAILABLE);
    }
  }

  @ParameterizedTest
  @CsvSource({"TELLS", "IS_DOWN"})
  void canBeAskedAgain(Broker broker) {
    try (AccountProbe probe = asking(broker)) {
      ReadingStatus first = probe.usage(Deadline.NEVER).status();

      assertThat(probe.usage(Deadline.NEVER).status()).isEqualTo(first);
    }
  }
}
