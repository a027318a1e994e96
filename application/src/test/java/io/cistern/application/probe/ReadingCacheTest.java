package io.cistern.application.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.probe.ReadingCache.Generation;
import io.cistern.application.testing.FakeCredentials;
import io.cistern.application.testing.FakeHelpers;
import io.cistern.domain.probe.Freshness;
import io.cistern.domain.probe.HomeName;
import io.cistern.domain.probe.ProbeTarget;
import io.cistern.domain.probe.ProviderName;
import io.cistern.domain.probe.Reading;
import io.cistern.domain.probe.ReadingKey;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class ReadingCacheTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final HomeName WORK = new HomeName("work");
  private static final ProbeTarget BROKER = ProbeTarget.broker(WORK);
  private static final ProbeTarget OTHER = new ProbeTarget(WORK, new ProviderName("other"));

  private final ReadingCache cache = new ReadingCache(Freshness.DEFAULT);

  @Test
  void aReadingIsGoodForFortyFiveSecondsFromWhenTheServiceAnswered() {
    keep(key(1), NOON);

    assertThat(cache.fresh(key(1), NOON.plusSeconds(44))).isPresent();
    assertThat(cache.fresh(key(1), NOON.plusSeconds(45))).isEmpty();
    assertThat(cache.known(key(1))).as("it may still be shown").isPresent();
    assertThat(cache.fresh(key(1), NOON.minusSeconds(1))).as("the clock was set back").isEmpty();
  }

  @Test
  void anotherCredentialIsAnotherReading() {
    keep(key(1), NOON);

    assertThat(cache.known(key(2))).isEmpty();
  }

  @Test
  void atMostSixtyFourAreKeptTheExpiredGoFirstAndThenTheOldest() {
    for (int i = 0; i < 32; i++) {
      keep(key(i), NOON.minusSeconds(100 + i));
    }
    for (int i = 32; i < 65; i++) {
      keep(key(i), NOON.minusSeconds(i - 32));
    }
    assertThat(cache.size()).as("the expired went").isEqualTo(33);

    for (int i = 65; i < 97; i++) {
      keep(key(i), NOON);
    }

    assertThat(cache.size()).isEqualTo(64);
    assertThat(cache.known(key(64))).as("the oldest went").isEmpty();
    assertThat(cache.known(key(63))).isPresent();
  }

  @Test
  void whatWasAskedBeforeADropIsNotKept() {
    Generation asked = cache.generation(BROKER);
    cache.drop(BROKER, NOON);

    assertThat(cache.keep(key(1), reading(NOON), asked, NOON)).isFalse();
    assertThat(cache.known(key(1))).isEmpty();
  }

  @Test
  void aDropIsForOneHomeAndProviderAlone() {
    ReadingKey other = new ReadingKey(OTHER, FakeCredentials.number(1));
    Generation asked = cache.generation(OTHER);
    keep(key(1), NOON);
    cache.keep(other, reading(NOON), asked, NOON);

    cache.drop(BROKER, NOON);

    assertThat(cache.known(key(1))).isEmpty();
    assertThat(cache.known(other)).isPresent();
    assertThat(cache.generation(OTHER)).isEqualTo(asked);
  }

  private void keep(ReadingKey key, Instant at) {
    assertThat(cache.keep(key, reading(at), cache.generation(key.target()), NOON)).isTrue();
  }

  private static ReadingKey key(int credential) {
    return new ReadingKey(BROKER, FakeCredentials.number(credential));
  }

  private static Reading reading(Instant at) {
    return FakeHelpers.reading(WORK, at);
  }
}
