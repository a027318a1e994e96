package io.cistern.fs.probe;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.cistern.application.port.HelperProcesses.Helper;
import io.cistern.domain.probe.ProbeOutcome;
import io.cistern.domain.probe.ProviderName;
import io.cistern.domain.probe.Reading;
import io.cistern.domain.probe.ReadingSource;
import io.cistern.domain.time.Deadline;
import java.io.IOException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The commands that a user has configured, each kept running between questions in a process group of its own, and
 * started again after it has broken the protocol or ended. Asking is for one thread; anybody may close it.
 */
public final class CommandHelpers implements AutoCloseable {
  private final Map<ProviderName, HelperProgram> programs;
  private final InstantSource clock;

  @GuardedBy("this")
  private final Map<ProviderName, Helper> running = new HashMap<>();

  @GuardedBy("this")
  private boolean closed;

  public CommandHelpers(Map<ProviderName, HelperProgram> programs, InstantSource clock) {
    this.programs = Map.copyOf(programs);
    this.clock = clock;
  }

  /** Asks the command of that name; what it says is marked as a command's word, whatever it calls itself. */
  public ProbeOutcome ask(ProviderName provider, Deadline deadline) {
    try {
      Optional<Helper> helper = helper(provider);
      if (helper.isEmpty()) {
        return new ProbeOutcome.NoAnswer("NO_COMMAND");
      }
      return switch (helper.get().ask(provider, deadline)) {
        case ProbeOutcome.Answered(Reading said) -> new ProbeOutcome.Answered(new Reading(
            said.account(), said.plan(), said.windows(), said.fetchedAt(), ReadingSource.COMMAND, said.status()));
        case ProbeOutcome.NoAnswer _ -> new ProbeOutcome.NoAnswer("COMMAND_FAILED");
      };
    } catch (IOException _) {
      return new ProbeOutcome.NoAnswer("COMMAND_NOT_STARTED");
    }
  }

  /** Ends all of them with everything that they started. */
  @Override
  public void close() {
    List<Helper> left;
    synchronized (this) {
      closed = true;
      left = List.copyOf(running.values());
      running.clear();
    }
    left.forEach(Helper::close);
  }

  private Optional<Helper> helper(ProviderName provider) throws IOException {
    Optional<Helper> broken;
    synchronized (this) {
      Optional<Helper> known = Optional.ofNullable(running.get(provider));
      if (known.filter(Helper::usable).isPresent()) {
        return known;
      }
      broken = known;
      running.remove(provider);
    }
    broken.ifPresent(Helper::close);
    synchronized (this) {
      if (closed || !programs.containsKey(provider)) {
        return Optional.empty();
      }
      Helper started = ChildHelper.start(Optional.ofNullable(programs.get(provider)).orElseThrow(), clock);
      running.put(provider, started);
      return Optional.of(started);
    }
  }
}
