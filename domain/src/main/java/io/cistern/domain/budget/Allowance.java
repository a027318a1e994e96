package io.cistern.domain.budget;

import io.cistern.domain.quota.Admission;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** What one account may still ask of a broker: every limit, with what is used of it. Immutable. */
public record Allowance(LimitSpec spec, List<FixedWindow> windows) {
  public Allowance {
    windows = List.copyOf(windows);
  }

  /** All of it. */
  public static Allowance whole(LimitSpec spec) {
    return new Allowance(spec, spec.limits().stream().map(FixedWindow::unused).toList());
  }

  /** As it is now. */
  public Allowance at(Instant now) {
    return new Allowance(spec, windows.stream().map(window -> window.at(now)).toList());
  }

  /** Whether a request may be made: each limit must have something left. */
  public Admission admit(Instant now) {
    return at(now).windows().stream()
        .filter(FixedWindow::exhausted)
        .max(Comparator.comparing(window -> window.resetsAt(now)))
        .<Admission>map(spent -> new Admission.Refused(
            "the limit of " + spent.limit().most() + " " + spent.limit().label() + " is reached", spent.resetsAt(now)))
        .orElseGet(Admission.Allowed::new);
  }

  /** With so much more used. */
  public Allowance plus(Limit.Measure measure, long more, Instant now) {
    return new Allowance(spec, windows.stream()
        .map(window -> window.limit().measure() == measure ? window.plus(more, now) : window.at(now))
        .toList());
  }

  /** Whether nothing is used, so that nothing need be remembered. */
  public boolean untouched(Instant now) {
    return at(now).windows().stream().allMatch(window -> window.began().isEmpty());
  }
}
