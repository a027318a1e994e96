package io.cistern.application.inspect;

import io.cistern.domain.health.Severity;
import java.util.List;

/** What the checks had to say, in their order. */
public record DoctorReport(List<Examined> checks) {
  public DoctorReport {
    checks = List.copyOf(checks);
  }

  /** Whether some check asks a person to act. */
  public boolean needsAttention() {
    return checks.stream()
        .flatMap(examined -> examined.diagnoses().stream())
        .anyMatch(diagnosis -> diagnosis.severity() != Severity.NOTE);
  }

  /** One check and what it said; nothing means that all is well. */
  public record Examined(String check, List<Check.Diagnosis> diagnoses) {
    public Examined {
      diagnoses = List.copyOf(diagnoses);
    }
  }
}
