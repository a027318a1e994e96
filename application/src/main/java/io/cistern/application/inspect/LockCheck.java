package io.cistern.application.inspect;

import io.cistern.application.port.MirrorLock;
import io.cistern.application.port.MirrorLock.Pass;
import io.cistern.domain.health.Severity;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Who is at work on the mirror. */
public final class LockCheck implements Check {
  private final MirrorLock lock;

  /** Keeps the lock; it is only asked who holds it. */
  @Inject
  public LockCheck(MirrorLock lock) {
    this.lock = lock;
  }

  @Override
  public String name() {
    return "locks";
  }

  @Override
  public List<Diagnosis> run() {
    Stream<String> writer = lock.holder().stream().map(holder -> "the mirror is being written by " + holder);
    Stream<String> passes = Arrays.stream(Pass.values())
        .flatMap(pass -> lock.holder(pass).stream()
            .map(holder -> "a pass of " + pass.name().toLowerCase(Locale.ROOT) + " is run by " + holder));
    return Stream.concat(writer, passes)
        .map(message -> new Diagnosis(Severity.NOTE, message, ""))
        .toList();
  }
}
