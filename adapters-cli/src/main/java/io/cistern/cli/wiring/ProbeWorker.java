package io.cistern.cli.wiring;

import io.cistern.application.port.AccountProbe;
import io.cistern.cli.homes.Credential;
import io.cistern.cli.homes.HomeDirectory;
import io.cistern.cli.settings.ProbeCommand;
import io.cistern.cli.settings.SettingKeys;
import io.cistern.cli.settings.Settings;
import io.cistern.cli.settings.TokenOrigin;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.probe.HomeName;
import io.cistern.domain.probe.ProbeOutcome;
import io.cistern.domain.probe.ProviderName;
import io.cistern.domain.probe.Reading;
import io.cistern.domain.probe.ReadingSource;
import io.cistern.domain.probe.ReadingStatus;
import io.cistern.domain.time.Deadline;
import io.cistern.fs.probe.CommandHelpers;
import io.cistern.fs.probe.HelperLoop;
import io.cistern.fs.probe.HelperProgram;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What runs in a built-in helper: asks the broker of one home, with the credential that it holds at that moment, and
 * starts and ends the user's own commands. Nothing of another home is ever read here.
 */
public final class ProbeWorker implements AutoCloseable {
  private final HomeName home;
  private final HelperStart start;
  private final Settings settings;
  private final boolean insecureHttp;
  private final CommandHelpers commands;

  public ProbeWorker(
      HomeName home, HelperStart start, Settings settings, boolean insecureHttp, List<ProbeCommand> commands) {
    this.home = home;
    this.start = start;
    this.settings = settings;
    this.insecureHttp = insecureHttp;
    Map<ProviderName, HelperProgram> programs = new HashMap<>();
    for (ProbeCommand command : commands) {
      if (command.isFor(home)) {
        programs.put(command.provider(), HelperProgram.shell(
            command.line(), start.environment(home), start.surroundings().home()));
      }
    }
    this.commands = new CommandHelpers(programs, start.surroundings().clock());
  }

  /** Answers until the input ends. */
  public void run(InputStream in, OutputStream out) {
    new HelperLoop(in, out, this::answer).run();
  }

  /** Ends the user's commands with everything that they started, and so a question that one of them is asked. */
  public void hangUp() {
    commands.close();
  }

  @Override
  public void close() {
    hangUp();
  }

  private ProbeOutcome answer(ProviderName provider) {
    // Shorter than whoever asked will wait, so that the reason arrives and this helper is not ended for its silence.
    Duration within = settings.get(SettingKeys.PROBE_TIMEOUT).multipliedBy(6).dividedBy(7);
    Deadline deadline = Deadline.after(start.surroundings().clock().instant(), within);
    try {
      return provider.equals(ProviderName.BROKER) ? broker(deadline) : commands.ask(provider, deadline);
    } catch (CisternException failed) {
      return new ProbeOutcome.NoAnswer(failed.failure().getClass().getSimpleName());
    }
  }

  private ProbeOutcome broker(Deadline deadline) {
    Optional<Credential> credential = new HomeDirectory(start.surroundings()).find(home);
    if (credential.isEmpty()) {
      return new ProbeOutcome.Answered(Reading.without(
          ReadingStatus.NO_CREDENTIAL, ReadingSource.BROKER, start.surroundings().clock().instant()));
    }
    try (AccountProbe probe = Remotes.account(
        credential.get().baseUrl(), new TokenOrigin.Home(home), settings, start.surroundings(), insecureHttp)) {
      Reading reading = probe.usage(deadline);
      // That the broker did not say is nothing that could be known for a while: the next caller asks again.
      return reading.status() == ReadingStatus.UNAVAILABLE
          ? new ProbeOutcome.NoAnswer("UNAVAILABLE")
          : new ProbeOutcome.Answered(reading);
    }
  }
}
