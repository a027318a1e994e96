package io.cistern.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.cli.wiring.ServeRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people see of a broker that holds them to limits. */
final class BudgetVerbsTest {
  @TempDir
  private Path base;

  private Path home;
  private ServedDirectory served;
  private ProgramRun program;

  @BeforeEach
  void start() throws IOException {
    home = Files.createDirectories(base.resolve("home"));
    program = new ProgramRun(home).inRealTime();
  }

  @AfterEach
  void stop() {
    served.close();
  }

  private void serve(Optional<String> chaos, Optional<String> limits) throws IOException {
    served = ServedDirectory.below(
        base, new ServeRequest.Extras(Optional.empty(), Optional.empty(), chaos, limits));
    assertThat(program.run("clone", served.url(), "m", "--token-file", served.tokenFile(), "--content", "none"))
        .isZero();
    program.in(home.resolve("m"));
  }

  @Test
  void aHoldIsToldByStatusAndExplainAndKeptByTheNextProcess() throws IOException {
    serve(Optional.of("file:status=429,code=rate_limited,retry-after=3600"), Optional.empty());

    assertThat(program.run("open", "docs/plan.md", "--json")).isEqualTo(5);

    assertThat(program.out()).contains("REMOTE_RATE_LIMITED").containsPattern("\"notBefore\":\"20[0-9TZ:.-]+\"");
    assertThat(program.run("open", "README.md", "--json")).as("another process").isEqualTo(5);
    assertThat(program.out()).contains("rate limited by the broker").contains("\"notBefore\":\"20");
    program.run("status");
    assertThat(program.out()).contains("  gate      rate limited by the broker; next request in ");
    program.run("status", "--json");
    assertThat(JsonSchema.named("cistern.status-1").faults(program.out())).isEmpty();
    assertThat(program.out()).contains("\"remote\":{\"admission\":{\"allowed\":false,\"reason\":"
        + "\"rate limited by the broker\",\"retryAt\":\"20");
    assertThat(program.run("explain", "docs/plan.md")).isZero();
    assertThat(program.out()).contains("  gate      rate limited by the broker; next request in ");
    program.run("explain", "docs/plan.md", "--json");
    assertThat(JsonSchema.named("cistern.explain-1").faults(program.out())).isEmpty();
    assertThat(program.out()).contains("\"gates\":[{\"gate\":\"home\",\"endpoint\":null,\"reason\":");
  }

  @Test
  void aBusyEndpointIsToldByItsNameAndDelaysNoOther() throws IOException {
    serve(Optional.of("file:status=429,code=workspace_busy,retry-after=3600"), Optional.empty());
    assertThat(program.run("open", "docs/plan.md")).isEqualTo(5);

    program.run("status");
    assertThat(program.out()).contains("  gate      file: the broker is busy; next request in ");
    program.run("explain", "docs/plan.md", "--json");
    assertThat(program.out()).contains("\"gates\":[{\"gate\":\"endpoint\",\"endpoint\":\"file\",\"reason\":");
    assertThat(program.run("pull")).as("another endpoint").isZero();
  }

  @Test
  void whatIsLeftIsKeptInAPrivateFileThatHoldsNoToken() throws IOException {
    serve(Optional.empty(), Optional.of("requests=1000/h"));

    assertThat(program.run("open", "docs/plan.md")).isZero();

    Path budgets = home.resolve(".local/state/cistern/budgets");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(budgets))).isEqualTo("rwx------");
    List<Path> files;
    try (Stream<Path> all = Files.list(budgets)) {
      files = all.filter(file -> file.toString().endsWith(".json")).toList();
    }
    assertThat(files).hasSize(1);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(files.getFirst()))).isEqualTo("rw-------");
    String token = Files.readString(Path.of(served.tokenFile())).strip();
    assertThat(files.getFirst()).content().contains("\"limit\":1000").doesNotContain(token);
    program.run("status", "--json");
    assertThat(program.out()).contains("\"remote\":{\"admission\":{\"allowed\":true},\"gates\":[]}");
  }
}
