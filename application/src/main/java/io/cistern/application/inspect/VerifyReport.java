package io.cistern.application.inspect;

import io.cistern.domain.failure.Failure;
import io.cistern.domain.health.Severity;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a verification came to.
 *
 * @param checked paths looked at
 * @param bytes bytes hashed
 * @param findings how many of each severity; a severity without findings is absent
 * @param recorded findings that were written down
 * @param unrecorded why findings were not written down, although they should have been
 * @param unmatched names that are not in the mirror
 */
public record VerifyReport(
    long checked, long bytes, Map<Severity, Long> findings, long recorded, Optional<Failure> unrecorded,
    List<String> unmatched) {
  public VerifyReport {
    findings = Map.copyOf(findings);
    unmatched = List.copyOf(unmatched);
  }

  public long of(Severity severity) {
    return findings.getOrDefault(severity, 0L);
  }

  /** Whether a person has to do something. */
  public boolean needsAttention() {
    return of(Severity.ATTENTION) + of(Severity.DAMAGE) > 0;
  }
}
