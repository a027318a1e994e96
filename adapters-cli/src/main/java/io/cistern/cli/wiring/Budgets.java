package io.cistern.cli.wiring;

import io.cistern.application.port.RemoteBudget;
import io.cistern.cli.settings.PrivateFiles;
import io.cistern.cli.settings.Surroundings;
import io.cistern.cli.settings.TokenOrigin;
import io.cistern.domain.budget.BudgetKey;
import io.cistern.domain.budget.BudgetState.ClosedGate;
import io.cistern.domain.probe.Reading;
import io.cistern.fs.budget.BudgetKeys;
import io.cistern.fs.budget.FileRemoteBudget;
import io.cistern.fs.disk.SteadyClock;
import io.cistern.fs.disk.SystemDisk;
import io.cistern.fs.mirror.SystemPauses;
import io.cistern.http.client.InMemoryRemoteGate;
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
   * Where no file can be kept, this process has a budget of its own.
   */
  public static RemoteBudget of(String baseUrl, TokenOrigin token, Surroundings surroundings) {
    try {
      Path directory = directory(surroundings);
      PrivateFiles.directory(directory);
      return open(directory, key(baseUrl, token));
    } catch (IOException failed) {
      LOG.warn("event=budget-not-shared why=\"{}\"", failed.getMessage());
      return new InMemoryRemoteGate();
    }
  }

  /** Every gate that is closed to a home now; looks only, and finds nothing where nothing can be read. */
  public static List<ClosedGate> closed(String baseUrl, TokenOrigin token, Surroundings surroundings) {
    Instant now = surroundings.clock().instant();
    return looked(baseUrl, token, surroundings).map(budget -> {
      try (budget) {
        return budget.closed(now);
      }
    }).orElse(List.of());
  }

  /** What answers have said of a home's account; looks only. */
  public static Optional<Reading> observed(String baseUrl, TokenOrigin token, Surroundings surroundings) {
    Instant now = surroundings.clock().instant();
    return looked(baseUrl, token, surroundings).flatMap(budget -> {
      try (budget) {
        return budget.observed(now);
      }
    });
  }

  private static Optional<RemoteBudget> looked(String baseUrl, TokenOrigin token, Surroundings surroundings) {
    Path directory = directory(surroundings);
    try {
      return Files.isDirectory(directory)
          ? Optional.of(open(directory, key(baseUrl, token)))
          : Optional.empty();
    } catch (IOException failed) {
      return Optional.empty();
    }
  }

  private static RemoteBudget open(Path directory, BudgetKey key) throws IOException {
    return new FileRemoteBudget(
        SystemDisk.open(directory), key, SteadyClock.ofThisMachine(), new SystemPauses(InstantSource.system()),
        warning -> LOG.warn("event=budget why=\"{}\"", warning));
  }

  private static Path directory(Surroundings surroundings) {
    return surroundings.stateHome().resolve("budgets");
  }

  /** Mirrors that take their token from the same place share what it may do. */
  private static BudgetKey key(String baseUrl, TokenOrigin token) {
    return BudgetKeys.of(baseUrl, switch (token) {
      case TokenOrigin.File(Path path) -> "file " + path;
      case TokenOrigin.Command(String line) -> "command " + line;
      case TokenOrigin.Variable(String name) -> "variable " + name;
    });
  }
}
