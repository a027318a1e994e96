package io.cistern.application.inspect;

import jakarta.inject.Inject;
import java.util.Set;

/** Runs every check. */
public final class Doctor {
  private final Set<Check> checks;

  /**
   * Takes the checks in the order in which they shall run.
   *
   * @param checks one per concern
   */
  @Inject
  public Doctor(Set<Check> checks) {
    this.checks = checks;
  }

  /** Runs the checks one after the other. A check that fails unexpectedly is the caller's business: it is a bug. */
  public DoctorReport examine() {
    return new DoctorReport(
        checks.stream().map(check -> new DoctorReport.Examined(check.name(), check.run())).toList());
  }
}
