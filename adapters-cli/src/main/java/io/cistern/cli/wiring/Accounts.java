package io.cistern.cli.wiring;

import io.cistern.application.port.Pauses;
import io.cistern.application.probe.AskAccounts;
import io.cistern.application.probe.ProbePool;
import io.cistern.application.probe.ProbeSettings;
import io.cistern.cli.homes.HomeDirectory;
import io.cistern.cli.settings.PrivateFiles;
import io.cistern.cli.settings.ProbeCommand;
import io.cistern.cli.settings.Settings;
import io.cistern.cli.settings.Surroundings;
import io.cistern.cli.settings.TokenOrigin;
import io.cistern.domain.budget.BudgetState.ClosedGate;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.probe.HomeName;
import io.cistern.domain.probe.ProbeTarget;
import io.cistern.domain.probe.ProviderName;
import io.cistern.fs.mirror.SystemPauses;
import io.cistern.fs.probe.ChildHelpers;
import io.cistern.fs.probe.FileReadings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The user's accounts, and helpers to ask about them, until it is closed. Safe for use by many threads. */
public final class Accounts implements AutoCloseable {
  private final Closing closing;
  private final AskAccounts asking;
  private final ProbePool pool;
  private final HomeDirectory homes;
  private final List<ProbeCommand> commands;
  private final Surroundings surroundings;

  private Accounts(
      Closing closing, AskAccounts asking, ProbePool pool, HomeDirectory homes, List<ProbeCommand> commands,
      Surroundings surroundings) {
    this.surroundings = surroundings;
    this.closing = closing;
    this.asking = asking;
    this.pool = pool;
    this.homes = homes;
    this.commands = commands;
  }

  /** Starts no helper before somebody asks. */
  public static Accounts open(HelperStart start, Settings settings, List<ProbeCommand> commands) {
    Surroundings surroundings = start.surroundings();
    Closing closing = new Closing();
    try {
      ProbeSettings probe = Policies.probe(settings);
      Pauses pauses = new SystemPauses(surroundings.clock());
      HomeDirectory homes = new HomeDirectory(surroundings);
      FileReadings readings = closing.add(FileReadings.in(directory(surroundings), surroundings.clock(), pauses));
      ProbePool pool = closing.add(new ProbePool(
          new ChildHelpers(start::of, surroundings.clock()), probe.pool(), surroundings.clock(), pauses));
      AskAccounts asking = new AskAccounts(
          new HomeCredentials(homes, commands), pool, readings, probe, surroundings.clock());
      return new Accounts(closing, asking, pool, homes, commands, surroundings);
    } catch (RuntimeException | Error failed) {
      closing.closeAfter(failed);
      throw failed;
    }
  }

  /** The verb {@code quota}. */
  public AskAccounts asking() {
    return asking;
  }

  /** All that can be asked about these homes. */
  public List<ProbeTarget> targets(List<HomeName> of) {
    List<ProbeTarget> targets = new ArrayList<>();
    for (HomeName home : of) {
      targets.add(new ProbeTarget(home, ProviderName.BROKER));
      commands.stream().filter(command -> command.isFor(home))
          .forEach(command -> targets.add(new ProbeTarget(home, command.provider())));
    }
    return targets;
  }

  /** What keeps a home from asking its broker; nothing where that cannot be seen. */
  public List<ClosedGate> gates(HomeName home) {
    try {
      return homes.find(home)
          .map(known -> Budgets.closed(known.baseUrl(), new TokenOrigin.Home(home), surroundings))
          .orElse(List.of());
    } catch (CisternException unreadable) {
      return List.of(); // whoever asks the broker hears of it
    }
  }

  /** The homes that hold a credential. */
  public List<HomeName> homes() {
    return homes.names();
  }

  /** Forgets what was read for a home that is no more; costs no helper. */
  public static void forget(HomeName home, Surroundings surroundings) {
    Pauses pauses = new SystemPauses(surroundings.clock());
    try (FileReadings readings = FileReadings.in(directory(surroundings), surroundings.clock(), pauses)) {
      readings.drop(ProbeTarget.broker(home));
    }
  }

  /** Ends every helper, and with it every question: for a run that is asked to stop. */
  public void hangUp() {
    pool.close();
  }

  @Override
  public void close() {
    closing.close();
  }

  private static Path directory(Surroundings surroundings) {
    Path readings = surroundings.stateHome().resolve("readings");
    try {
      PrivateFiles.directory(readings);
      return readings;
    } catch (IOException failed) {
      throw new CisternException(
          new Failure.LocalIo(readings.toString(), "cannot make " + readings + ": " + failed.getMessage()), failed);
    }
  }
}
