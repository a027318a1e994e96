package io.cistern.application.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.port.SharedReadings;
import io.cistern.application.testing.FakeCredentials;
import io.cistern.application.testing.FakeHelpers;
import io.cistern.domain.probe.Fingerprint;
import io.cistern.domain.probe.HomeName;
import io.cistern.domain.probe.ProbeTarget;
import io.cistern.domain.probe.ProviderName;
import io.cistern.domain.probe.Reading;
import io.cistern.domain.time.Deadline;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What readings that processes share have to do. */
public abstract class SharedReadingsContract {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final ProbeTarget TARGET = ProbeTarget.broker(new HomeName("work"));
  private static final ProbeTarget OTHER = new ProbeTarget(new HomeName("work"), new ProviderName("other"));
  private static final Fingerprint OLD = FakeCredentials.number(1);
  private static final Fingerprint NEW = FakeCredentials.number(2);
  private static final Reading READING = FakeHelpers.reading(new HomeName("work"), NOON);

  private SharedReadings mine;
  private SharedReadings theirs;

  /** Readings of which nothing is known yet. */
  protected abstract SharedReadings create();

  /** The same, as another process sees them. */
  protected abstract SharedReadings another();

  @BeforeEach
  void open() {
    mine = create();
    theirs = another();
  }

  @Test
  void whatOneKeepsAllKnow() {
    keep(mine, TARGET, OLD);

    assertThat(mine.known(TARGET, OLD)).contains(READING);
    assertThat(theirs.known(TARGET, OLD)).contains(READING);
    assertThat(theirs.known(TARGET, NEW)).as("asked with another credential").isEmpty();
    assertThat(theirs.known(OTHER, OLD)).isEmpty();
  }

  @Test
  void oneAtATimeHasTheTurnAndLookingNeedsNone() {
    try (SharedReadings.Turn _ = mine.turn(TARGET, Deadline.NEVER).orElseThrow()) {
      assertThat(theirs.turn(TARGET, new Deadline(Instant.MIN))).isEmpty();
      assertThat(mine.turn(TARGET, new Deadline(Instant.MIN))).isEmpty();
      assertThat(theirs.known(TARGET, OLD)).isEmpty();
      try (SharedReadings.Turn other = theirs.turn(OTHER, Deadline.NEVER).orElseThrow()) {
        assertThat(other).isNotNull();
      }
    }
    try (SharedReadings.Turn free = theirs.turn(TARGET, Deadline.NEVER).orElseThrow()) {
      assertThat(free).isNotNull();
    }
  }

  @Test
  void aTurnThatBeganBeforeADropKeepsNothing() {
    keep(mine, OTHER, OLD);
    try (SharedReadings.Turn turn = mine.turn(TARGET, Deadline.NEVER).orElseThrow()) {
      theirs.drop(TARGET);
      turn.keep(OLD, READING);
    }

    assertThat(mine.known(TARGET, OLD)).isEmpty();
    assertThat(mine.known(OTHER, OLD)).as("a drop is for one target").isPresent();
    keep(theirs, TARGET, NEW);
    assertThat(mine.known(TARGET, NEW)).contains(READING);
  }

  @Test
  void theNewerReplacesTheOlder() {
    keep(mine, TARGET, OLD);
    keep(theirs, TARGET, NEW);

    assertThat(mine.known(TARGET, OLD)).isEmpty();
    assertThat(mine.known(TARGET, NEW)).isPresent();
  }

  private static void keep(SharedReadings readings, ProbeTarget target, Fingerprint credential) {
    try (SharedReadings.Turn turn = readings.turn(target, Deadline.NEVER).orElseThrow()) {
      turn.keep(credential, READING);
    }
  }
}
