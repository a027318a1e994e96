package io.cistern.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ServeCommandTest {
  @TempDir
  private Path home;

  private Path directory;

  @BeforeEach
  void makeADirectory() throws IOException {
    directory = Files.createDirectories(home.resolve("served"));
    Files.writeString(directory.resolve("a.txt"), "a");
    Files.writeString(directory.resolve(".hidden"), "b");
    Files.createSymbolicLink(directory.resolve("link"), Path.of("/etc/passwd"));
  }

  @Test
  void printsWhereItListensAndStopsCleanlyWhenTerminated() throws InterruptedException, ExecutionException {
    ProgramRun program = new ProgramRun(home).inRealTime();
    FutureTask<Integer> run = new FutureTask<>(() -> program.run("serve", directory.toString(), "--json"));
    Thread.ofPlatform().start(run);
    program.awaitError("symbolic link");
    program.stop().request(143);

    assertThat(run.get()).isEqualTo(143);
    assertThat(JsonSchema.named("cistern.serve-1").faults(program.out())).isEmpty();
    assertThat(program.out()).contains("\"workspace\":\"served\"", "\"files\":2", "\"dotFiles\":1", "\"skipped\":1");
    assertThat(program.err()).contains("link: a symbolic link");
  }

  @Test
  void endsWhenTheTimeoutIsReached() {
    ProgramRun program = new ProgramRun(home).inRealTime();
    assertThat(program.run("serve", "served", "--timeout", "10ms")).isEqualTo(14);
    assertThat(program.out()).startsWith("base URL    http://127.0.0.1:").contains("\nworkspace   served\n");
    assertThat(program.run("serve", "served", "--timeout", "10ms", "--token-file", "ann's token")).isEqualTo(14);
    assertThat(program.out()).endsWith(" --token-file '" + home + "/ann'\\''s token'\n");
  }

  @Test
  void saysThatATokenThatWasThereIsNoneForThisBroker() throws IOException {
    ProgramRun program = new ProgramRun(home).inRealTime();
    Files.writeString(home.resolve("t"), "eyJ.of.another\n");
    assertThat(program.run("serve", "served", "--token-file", "t", "--timeout", "10ms")).isEqualTo(14);
    assertThat(program.err()).contains("the token in " + home.resolve("t") + " is none for this broker");

    Files.delete(home.resolve("t"));
    program = new ProgramRun(home).inRealTime();
    assertThat(program.run("serve", "served", "--token-file", "t", "--timeout", "10ms")).isEqualTo(14);
    ProgramRun again = new ProgramRun(home).inRealTime();
    assertThat(again.run("serve", "served", "--token-file", "t", "--timeout", "10ms")).isEqualTo(14);
    assertThat(program.err() + again.err()).doesNotContain("is none for this broker");
  }

  @Test
  void mintsATokenWithNarrowerScopes() {
    ProgramRun program = new ProgramRun(home).inRealTime();
    assertThat(program.run(
        "serve", "token", "served", "--scope", "fs:read", "--scope", "ops:read", "--out", "t", "--json")).isZero();
    assertThat(JsonSchema.named("cistern.token-1").faults(program.out())).isEmpty();
    assertThat(program.out()).contains("\"scopes\":[\"fs:read\",\"ops:read\"]").doesNotContain("eyJ");
    assertThat(home.resolve("t")).content().startsWith("eyJ").hasLineCount(1);
  }

  @Test
  void saysWhatIsMissingOrWrong() {
    ProgramRun program = new ProgramRun(home);
    assertThat(program.run("serve")).isEqualTo(2);
    assertThat(program.err()).startsWith("cistern: the directory to serve is missing\n");
    assertThat(program.run("serve", "nowhere")).isEqualTo(2);
    assertThat(program.run("serve", "served", "--chaos", "nonsense:hang")).isEqualTo(2);
    assertThat(program.err()).contains("--chaos").contains("nonsense");
    assertThat(program.run("serve", "served", "--limit", "requests=5/week")).isEqualTo(2);
    assertThat(program.err()).startsWith("cistern: --limit: in 'requests=5/week', there is no unit week (s m h d)\n");
    assertThat(program.run("serve", "token", "served", "--out", "t")).isEqualTo(2);
    assertThat(program.run("serve", "served", "-n")).isEqualTo(2);
    assertThat(program.err()).contains("cannot be rehearsed");
    assertThat(program.run("serve", "served", "--address", "192.0.2.1")).isEqualTo(2);
    assertThat(program.err()).startsWith("cistern: cannot listen on 192.0.2.1:0: ")
        .endsWith("try: cistern help serve\n");
    assertThat(program.run("serve", "served", "--access-log", "nowhere/log")).isEqualTo(1);
    assertThat(program.err()).startsWith("cistern: cannot append to the access log " + home.resolve("nowhere/log"));
  }

  @ParameterizedTest
  @CsvSource({
      "serve served --state-dir served/state, state", "serve served --state-dir=served, ''",
      "serve served --token-file served/token, token", "serve served --access-log served/log, log",
      "serve served --log-file served/log, log", "serve served --token-file alias/token, token",
      "serve served --access-log dangling, elsewhere", "serve token served --scope fs:read --out served/t, t",
      "serve served --json --state-dir served/state, state"})
  void nothingOfTheBrokersOwnLiesWhereClientsRead(String line, String name) throws IOException {
    Files.createSymbolicLink(home.resolve("alias"), directory);
    Files.createSymbolicLink(home.resolve("dangling"), directory.resolve("elsewhere"));
    ProgramRun program = new ProgramRun(home).inRealTime();

    assertThat(program.run(line.split(" "))).isEqualTo(2);

    assertThat(program.err()).contains(" lies in " + directory + ", which clients will read");
    if (!name.isEmpty()) {
      assertThat(directory.resolve(name)).doesNotExist();
    }
  }
}
