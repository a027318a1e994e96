package io.cistern.it.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.it.acceptance.Launch.Ended;
import java.time.Duration;
import java.util.Random;

/**
 * Starts programs of a person and kills them at a moment drawn by chance.
 *
 * @param seed of {@code random}, for messages
 * @param earliest after the start
 * @param latest after the start
 */
record RandomKills(Person person, long seed, Random random, Duration earliest, Duration latest) {
  private static final int KILLED = 137;

  /** Whether it was killed; one that ends before must have succeeded. */
  boolean kill(String... words) {
    try (Running running = person.starts(words)) {
      long span = latest.minus(earliest).toMillis();
      if (running.endsWithin(earliest.plusMillis(random.nextLong(span)))) {
        Ended ended = running.end();
        assertThat(ended.code()).as("seed " + seed + ": " + ended.out() + ended.err()).isZero();
        return false;
      }
      Ended ended = running.kill();
      assertThat(ended.code()).as("seed " + seed + ": " + ended.out() + ended.err()).isIn(KILLED, 0);
      return true;
    }
  }
}
