package io.cistern.application.inspect;

import io.cistern.application.port.RemoteWorkspace;
import io.cistern.application.port.RemoteWorkspace.Feed;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.health.Severity;
import io.cistern.domain.time.Deadline;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** Whether the broker answers, knows the token, and has an event feed. */
public final class RemoteCheck implements Check {
  /** Long enough for any broker that is worth waiting for, short enough to wait for at a terminal. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final RemoteWorkspace remote;
  private final InstantSource clock;

  /** Keeps these. */
  @Inject
  public RemoteCheck(RemoteWorkspace remote, InstantSource clock) {
    this.remote = remote;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "broker";
  }

  @Override
  public List<Diagnosis> run() {
    Deadline deadline = Deadline.after(clock.instant(), PATIENCE);
    try {
      if (!remote.healthy(deadline)) {
        return List.of(new Diagnosis(
            Severity.ATTENTION, "the broker does not answer", "check the address, the network, and the broker"));
      }
      return switch (remote.tip(deadline)) {
        case Feed.At _ -> List.of();
        case Feed.None(String why) -> List.of(new Diagnosis(
            Severity.NOTE, "no event feed: " + why, "changes are found by listing the workspace again"));
      };
    } catch (CisternException failed) {
      return List.of(new Diagnosis(Severity.ATTENTION, failed.failure().message(), "check token and address"));
    }
  }
}
