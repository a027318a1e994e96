package io.cistern.it.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.port.Credentials;
import io.cistern.application.probe.AccountReading;
import io.cistern.application.probe.AccountReading.How;
import io.cistern.domain.probe.Fingerprint;
import io.cistern.domain.probe.HomeName;
import io.cistern.domain.probe.ProbeTarget;
import io.cistern.domain.probe.ProviderName;
import io.cistern.domain.probe.Reading;
import io.cistern.domain.probe.ReadingStatus;
import io.cistern.domain.probe.Window;
import io.cistern.domain.time.Deadline;
import io.cistern.fs.probe.HelperProgram;
import io.cistern.it.support.UsageServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccountExampleIT {
  private static final ProbeTarget SEARCH = new ProbeTarget(new HomeName("work"), new ProviderName("search"));
  private static final Credentials ONE = target -> Optional.of(new Fingerprint("0".repeat(64)));

  @TempDir
  Path temporary;

  @Test
  void anEmbedderAsksTheBrokerInALine() throws IOException {
    Path token = Files.writeString(temporary.resolve("token"), "secret-first\n");
    Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
    try (UsageServer usage = UsageServer.start()) {
      Reading reading = AccountExample.atTheBroker(usage.baseUrl(), token, Deadline.NEVER);

      assertThat(reading.status()).isEqualTo(ReadingStatus.AVAILABLE);
      assertThat(reading.account()).contains("first");
    }
  }

  @Test
  void anEmbedderHostsAPoolWhoseHelpersStayWarmAndEndWithIt() throws IOException {
    Path example = Path.of(System.getProperty("cistern.root"), "docs", "probe-example.sh");
    Path left = Files.writeString(temporary.resolve("left"), "10 3 2126-01-01T13:00:00Z\n");
    HelperProgram program = HelperProgram.shell(
        "echo $$ >> pids; exec " + example + " " + left, Map.of("PATH", "/usr/bin:/bin"), temporary);
    Path readings = Files.createDirectory(temporary.resolve("readings"));
    List<How> how = new ArrayList<>();

    AccountExample.withHelpers(program, readings, ONE, accounts -> {
      for (int i = 0; i < 2; i++) {
        AccountReading answer = AccountExample.left(accounts, List.of(SEARCH), Deadline.NEVER).getFirst();
        how.add(answer.how());
        assertThat(answer.toActOn().orElseThrow().windows())
            .containsExactly(Window.used("requests/d", 10, 3, Instant.parse("2126-01-01T13:00:00Z")));
        if (i == 0) {
          accounts.ask(new ProbeTarget(SEARCH.home(), new ProviderName("another")), Deadline.NEVER);
        }
      }
      return accounts;
    });

    assertThat(how).containsExactly(How.WARM, How.CACHED);
    assertThat(Files.readAllLines(temporary.resolve("pids"))).as("one helper, asked twice").singleElement()
        .satisfies(pid -> assertThat(ProcessHandle.of(Long.parseLong(pid))).isEmpty());
  }
}
