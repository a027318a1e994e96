package io.cistern.cli.wiring;

import io.cistern.application.port.RemoteBudget;
import io.cistern.cli.settings.PrivateFiles;
import io.cistern.cli.settings.Surroundings;
import io.cistern.cli.settings.TokenOrigin;
import io.cistern.domain.budget.BudgetKey;
import io.cistern.domain.budget.BudgetState.ClosedGate;
import io.cistern.domain.probe.HomeName;
import io.cistern.fs.budget.BudgetKeys;
import io.cistern.fs.budget.BudgetPlace;
import io.cistern.fs.budget.FileRemoteBudget;
import io.cistern.fs.disk.Disk;
import io.cistern.fs.disk.DiskException;
import io.cistern.fs.disk.SteadyClock;
import io.cistern.fs.disk.SystemDisk;
import io.cistern.fs.mirror.SystemPauses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The budgets of this user's homes, one small file each in the state directory. */
public final class Budgets {
  private static final Logger LOG = LoggerFactory.getLogger(Budgets.class);

  private Budgets() {}

  /**
   * What a home may ask of a broker, shared with all processes of this user that use the same broker and credentials.
   * Where no file can be kept, this process has a budget of its own. Leaves nothing behind where there was nothing to keep.
   */
  public static RemoteBudget of(String baseUrl, TokenOrigin token, Surroundings surroundings) {
    return new FileRemoteBudget(
        new Place(surroundings.stateHome().resolve("budgets")), key(baseUrl, token), SteadyClock.ofThisMachine(),
        new SystemPauses(InstantSource.system()), warning -> LOG.warn("event=budget why=\"{}\"", warning));
  }

  /** Every gate that is closed to a home now; looks only, and finds nothing where nothing can be read. */
  public static List<ClosedGate> closed(String baseUrl, TokenOrigin token, Surroundings surroundings) {
    Instant now = surroundings.clock().instant();
    try (RemoteBudget budget = of(baseUrl, token, surroundings)) {
      return budget.closed(now);
    }
  }

  /** Mirrors that take their token from the same place share what it may do. */
  private static BudgetKey key(String baseUrl, TokenOrigin token) {
    return BudgetKeys.of(baseUrl, switch (token) {
      case TokenOrigin.File(Path path) -> "file " + path;
      case TokenOrigin.Command(String line) -> "command " + line;
      case TokenOrigin.Variable(String name) -> "variable " + name;
      case TokenOrigin.Home(HomeName home) -> "home " + home;
    });
  }

  /** A directory of the user's alone. */
  private record Place(Path directory) implements BudgetPlace {
    @Override
    public Optional<Disk> there() throws DiskException {
      return Files.isDirectory(directory) ? Optional.of(SystemDisk.open(directory)) : Optional.empty();
    }

    @Override
    public Disk made() throws DiskException {
      try {
        PrivateFiles.directory(directory);
      } catch (IOException failed) {
        LOG.warn("event=budget-not-shared why=\"{}\"", failed.getMessage());
      }
      return SystemDisk.open(directory);
    }
  }
}
