package io.cistern.application.inspect;

import io.cistern.domain.health.Severity;
import java.util.List;

/** One concern of {@code doctor}. */
public interface Check {
  /** What it looks at, in a few words. */
  String name();

  /** What it has to say; empty when all is well. Never throws for a condition of the world. */
  List<Diagnosis> run();

  /**
   * One thing a check has to say.
   *
   * @param message what was seen
   * @param advice what to do; empty when nothing has to be done
   */
  record Diagnosis(Severity severity, String message, String advice) {}
}
