package io.cistern.cli.wiring;

import io.cistern.application.inspect.Check;
import io.cistern.application.inspect.Check.Diagnosis;
import io.cistern.application.inspect.Doctor;
import io.cistern.application.inspect.LockCheck;
import io.cistern.application.inspect.MirrorCheck;
import io.cistern.application.inspect.RemainsCheck;
import io.cistern.application.inspect.RemoteCheck;
import io.cistern.cli.settings.Settings;
import io.cistern.cli.settings.Surroundings;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.health.Severity;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** Puts the checks of {@code doctor} together. */
public final class Doctoring {
  private Doctoring() {}

  /**
   * What can be checked anywhere: the file system of a directory, and what the system allows.
   *
   * @param selfTest whether to try the file system's promises, too
   */
  public static Doctor ofPlace(Path directory, boolean selfTest, Surroundings surroundings) {
    Set<Check> checks = machine(directory, false, surroundings);
    if (selfTest) {
      checks.add(new SelfTestCheck(directory));
    }
    return new Doctor(checks);
  }

  /**
   * What can be checked of a mirror.
   *
   * @param selfTest whether to try the file system's promises, too
   * @param access finds the broker and the token, or fails saying what is missing
   */
  public static Doctor ofMirror(
      MirrorSession session, boolean selfTest, Supplier<RemoteAccess> access, Settings settings,
      Surroundings surroundings) {
    Set<Check> checks = machine(session.root(), true, surroundings);
    if (selfTest) {
      checks.add(new SelfTestCheck(session.room()));
    }
    checks.add(new MirrorCheck(session.reader()));
    checks.add(new RemainsCheck(session.parts().history(), session.remains(), session.parts().trash()));
    checks.add(new LockCheck(session.parts().lock()));
    checks.add(broker(session, access, settings, surroundings));
    return new Doctor(checks);
  }

  private static Set<Check> machine(Path directory, boolean mirror, Surroundings surroundings) {
    Set<Check> checks = new LinkedHashSet<>();
    checks.add(new FileSystemCheck(directory, mirror));
    checks.add(new SpaceCheck(directory));
    checks.add(new ClockCheck(directory, surroundings.clock()));
    checks.add(new OpenFilesCheck());
    return checks;
  }

  /** A missing token is a diagnosis like any other, so that the checks before it are told. */
  private static Check broker(
      MirrorSession session, Supplier<RemoteAccess> access, Settings settings, Surroundings surroundings) {
    return new Check() {
      @Override
      public String name() {
        return "broker and token";
      }

      @Override
      public List<Diagnosis> run() {
        try (Connection connection =
            Remotes.connect(access.get(), session.parts().spool(), settings, surroundings, _ -> {})) {
          return new RemoteCheck(connection.remote(), surroundings.clock()).run();
        } catch (CisternException failed) {
          return List.of(new Diagnosis(
              Severity.ATTENTION, failed.failure().message(), "give --token-file or --token-command"));
        }
      }
    };
  }
}
