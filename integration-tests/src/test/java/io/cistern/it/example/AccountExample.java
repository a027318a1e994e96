package io.cistern.it.example;

import io.cistern.application.port.AccountProbe;
import io.cistern.application.port.Credentials;
import io.cistern.application.port.Pauses;
import io.cistern.application.probe.AccountReading;
import io.cistern.application.probe.AskAccounts;
import io.cistern.application.probe.ProbePool;
import io.cistern.application.probe.ProbeSettings;
import io.cistern.domain.probe.PoolLimits;
import io.cistern.domain.probe.ProbeTarget;
import io.cistern.domain.probe.Reading;
import io.cistern.domain.time.Deadline;
import io.cistern.fs.mirror.SystemPauses;
import io.cistern.fs.probe.ChildHelpers;
import io.cistern.fs.probe.FileReadings;
import io.cistern.fs.probe.HelperProgram;
import io.cistern.http.client.HttpAccountProbe;
import io.cistern.http.client.RemoteOptions;
import io.cistern.http.client.TokenSource;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;

/** Asks what accounts have left: the broker itself, and any service through helpers that stay warm. */
final class AccountExample {
  private AccountExample() {}

  static Reading atTheBroker(String broker, Path token, Deadline deadline) {
    try (AccountProbe probe = HttpAccountProbe.of(broker, TokenSource.file(token), RemoteOptions.defaults())) {
      return probe.usage(deadline);
    }
  }

  static <T> T withHelpers(
      HelperProgram program, Path readings, Credentials credentials, Function<AskAccounts, T> work) {
    InstantSource clock = InstantSource.system();
    Pauses pauses = new SystemPauses(clock);
    try (FileReadings shared = FileReadings.in(readings, clock, pauses);
        ProbePool pool = new ProbePool(new ChildHelpers(home -> program, clock), PoolLimits.DEFAULT, clock, pauses)) {
      return work.apply(new AskAccounts(credentials, pool, shared, ProbeSettings.DEFAULT, clock));
    }
  }

  static List<AccountReading> left(AskAccounts accounts, List<ProbeTarget> targets, Deadline deadline) {
    return accounts.ask(targets, deadline).stream().filter(answer -> answer.toActOn().isPresent()).toList();
  }
}
