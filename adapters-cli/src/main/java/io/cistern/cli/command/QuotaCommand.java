package io.cistern.cli.command;

import io.cistern.application.probe.AccountReading;
import io.cistern.cli.settings.MirrorMemory;
import io.cistern.cli.settings.Remembered;
import io.cistern.cli.settings.Settings;
import io.cistern.cli.settings.TokenOrigin;
import io.cistern.cli.wiring.Accounts;
import io.cistern.cli.wiring.MirrorSession;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.probe.HomeName;
import io.cistern.domain.probe.ProbeTarget;
import io.cistern.domain.probe.Reading;
import io.cistern.domain.probe.ReadingStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Says what accounts have left at their brokers. */
@Command(name = "quota", header = "Show what each account home has left at its broker.")
final class QuotaCommand implements Callable<Integer> {
  /** How often a screen is drawn anew; accounts are asked no more often than their readings grow old. */
  private static final Duration REDRAW = Duration.ofSeconds(2);

  private final Invocation invocation;

  @Option(names = "--all", description = "all homes (default: the one of the mirror here, else all)")
  private boolean all;

  @Option(names = "--watch", description = "stay, and show it again whenever it has changed")
  private boolean watch;

  @Option(names = "--refresh", description = "forget what is known, and ask")
  private boolean refresh;

  QuotaCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    invocation.refuseDryRun("quota");
    Optional<Path> mirror = MirrorFinder.findOwn(invocation);
    Settings settings = invocation.settings(mirror);
    invocation.startLogging();
    try (Accounts accounts =
        Accounts.open(HelperOptions.start(invocation), settings, invocation.loader().probeCommands())) {
      invocation.stop().whenRequested(accounts::hangUp);
      Optional<HomeName> here = all ? Optional.empty() : mirror.flatMap(this::homeOf);
      List<ProbeTarget> targets = accounts.targets(homes(accounts, here));
      if (refresh) {
        targets.forEach(accounts.asking()::invalidate);
      }
      return watch ? watch(accounts, here) : show(accounts, targets);
    }
  }

  private int show(Accounts accounts, List<ProbeTarget> targets) {
    List<AccountReading> readings = accounts.asking().ask(targets, invocation.deadline());
    invocation.stop().signal().check();
    int code = QuotaView.code(readings);
    view(accounts, readings).print(invocation.printer());
    return code;
  }

  private QuotaView view(Accounts accounts, List<AccountReading> readings) {
    return new QuotaView(readings, home -> GatesView.ofHome(accounts, home), invocation.surroundings());
  }

  /** Until a stop is asked for, which is the usual end. */
  private int watch(Accounts accounts, Optional<HomeName> here) {
    boolean screen = invocation.surroundings().streams().outTerminal() && !invocation.printer().json();
    Optional<List<AccountReading>> shown = Optional.empty();
    do {
      // Homes come and go meanwhile.
      List<ProbeTarget> targets = accounts.targets(homes(accounts, here));
      List<AccountReading> readings = accounts.asking().ask(targets, invocation.deadline());
      if (invocation.stop().signal().stopped()) {
        break;
      }
      List<AccountReading> said = readings.stream().map(QuotaCommand::withoutHow).toList();
      if (screen || !shown.equals(Optional.of(said))) {
        if (screen) {
          invocation.printer().clearScreen();
        }
        view(accounts, readings).print(invocation.printer());
        invocation.printer().flush();
        shown = Optional.of(said);
      }
    } while (!invocation.stop().await(REDRAW));
    return invocation.stop().exitCode();
  }

  /** Where a reading came from this time is no news, nor is when a home was found to hold nothing. */
  private static AccountReading withoutHow(AccountReading reading) {
    Optional<Reading> said = reading.reading().map(one -> one.status() == ReadingStatus.NO_CREDENTIAL
        ? Reading.without(one.status(), one.source(), Instant.EPOCH)
        : one);
    return new AccountReading(
        reading.target(), said, reading.stale(), reading.failure(), AccountReading.How.CACHED);
  }

  private List<HomeName> homes(Accounts accounts, Optional<HomeName> here) {
    Optional<HomeName> named = invocation.options().home().map(HomeOption::parse);
    if (named.isPresent() && !all) {
      return List.of(named.get());
    }
    List<HomeName> homes = here.map(List::of).orElseGet(accounts::homes);
    if (homes.isEmpty()) {
      throw new CisternException(new Failure.NoToken(
          "there are no credential homes to ask; store one with cistern login --home NAME --base-url URL"));
    }
    return homes;
  }

  private Optional<HomeName> homeOf(Path mirror) {
    try (MirrorSession session = MirrorSession.open(mirror, "quota", invocation.surroundings())) {
      return new MirrorMemory(invocation.surroundings()).recall(session.identity().id()).map(Remembered::token)
          .flatMap(token -> token instanceof TokenOrigin.Home(HomeName home) ? Optional.of(home) : Optional.empty());
    }
  }
}
