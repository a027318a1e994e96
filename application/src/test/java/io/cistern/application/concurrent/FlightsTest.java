package io.cistern.application.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.time.Deadline;
import java.time.Instant;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class FlightsTest {
  private static final Instant NOW = Instant.EPOCH;

  private final Flights<String, Integer> flights = new Flights<>();

  @Test
  void oneKeyHasOneFlight() {
    assertThat(flights.begin("a")).isPresent();
    assertThat(flights.begin("a")).isEmpty();
    assertThat(flights.begin("b")).isPresent();
  }

  @Test
  void whoJoinsGetsWhatTheFlightBrings() {
    Flights.Flight<String, Integer> flight = flights.begin("a").orElseThrow();
    Flights.Flight<String, Integer> joined = flights.underWay("a").orElseThrow();

    flight.land(7);

    assertThat(joined.await(Deadline.NEVER, NOW)).contains(7);
    assertThat(flights.underWay("a")).isEmpty();
    assertThat(flights.begin("a")).isPresent();
  }

  @Test
  void aFlightThatFailsTellsEveryoneAndLeavesTheMap() {
    Flights.Flight<String, Integer> flight = flights.begin("a").orElseThrow();

    flight.fail(new CisternException(new Failure.TimedOut("late")));

    assertThatThrownBy(() -> flight.await(Deadline.NEVER, NOW))
        .isInstanceOf(CompletionException.class)
        .hasRootCauseMessage("late");
    assertThat(flights.begin("a")).isPresent();
  }

  @Test
  void endingAFlightAgainChangesNothingNotEvenForItsSuccessor() {
    Flights.Flight<String, Integer> flight = flights.begin("a").orElseThrow();
    flight.land(1);
    Flights.Flight<String, Integer> next = flights.begin("a").orElseThrow();

    flight.fail(new IllegalStateException());

    assertThat(flight.await(Deadline.NEVER, NOW)).contains(1);
    assertThat(flights.underWay("a")).contains(next);
  }

  @Test
  void whoWaitsGivesUpAtTheDeadline() {
    Flights.Flight<String, Integer> flight = flights.begin("a").orElseThrow();

    assertThat(flight.await(new Deadline(NOW), NOW)).isEmpty();
    flight.land(1);
  }

  @Test
  void anInterruptDoesNotEndTheWaitAndIsNotForgotten() {
    Flights.Flight<String, Integer> flight = flights.begin("a").orElseThrow();
    Thread.currentThread().interrupt();
    Thread.ofPlatform().start(() -> flight.land(3));

    assertThat(flight.await(Deadline.NEVER, NOW)).contains(3);
    assertThat(Thread.interrupted()).isTrue();
  }
}
