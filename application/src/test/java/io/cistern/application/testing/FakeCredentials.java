package io.cistern.application.testing;

import io.cistern.application.port.Credentials;
import io.cistern.domain.probe.Fingerprint;
import io.cistern.domain.probe.HomeName;
import io.cistern.domain.probe.ProbeTarget;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Credentials by number: each change of one is another fingerprint. Safe for use by many threads. */
public final class FakeCredentials implements Credentials {
  private final Map<HomeName, Integer> numbers = new ConcurrentHashMap<>();

  /** Gives a home another credential. */
  public void change(HomeName home) {
    numbers.merge(home, 1, Integer::sum);
  }

  public void drop(HomeName home) {
    numbers.remove(home);
  }

  @Override
  public Optional<Fingerprint> fingerprint(ProbeTarget target) {
    return Optional.ofNullable(numbers.get(target.home())).map(FakeCredentials::number);
  }

  /** The fingerprint of the n-th credential. */
  public static Fingerprint number(int number) {
    return new Fingerprint(String.format("%064x", number));
  }
}
