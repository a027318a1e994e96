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

/** The verbs over a real mirror of a real broker, in process. */
final class MirrorVerbsTest {
  @TempDir
  private Path base;

  private ServedDirectory served;
  private ProgramRun program;
  private Path mirror;

  @BeforeEach
  void serveAndPrepare() throws IOException {
    served = ServedDirectory.below(base);
    Path home = Files.createDirectories(base.resolve("home"));
    program = new ProgramRun(home).inRealTime();
    mirror = home.resolve("m");
  }

  @AfterEach
  void stopServing() {
    served.close();
  }

  @Test
  void clonesNamesFirstAndTheAllowListThenEverythingOnDemand() throws IOException {
    assertThat(cloneMirror()).isZero();
    assertThat(program.out()).contains("names      5 complete (5 new)").contains("content    1 hydrated (6 B)");
    assertThat(mirror.resolve("README.md")).hasContent("hello\n");
    assertThat(mirror.resolve("docs/plan.md")).isEmptyFile();

    program.in(mirror.resolve("docs"));
    assertThat(program.run("open", "plan.md")).isZero();
    assertThat(program.out()).isEqualTo(mirror.toRealPath().resolve("docs/plan.md") + "\n");
    assertThat(program.run("open", "--cat", "plan.md")).isZero();
    assertThat(program.out()).isEqualTo("names first\n");

    assertThat(program.run("hydrate", "/**", "--json")).isZero();
    assertThat(program.out().lines().toList()).allSatisfy(line -> fits("cistern.lines-1", line));
    assertThat(program.out()).contains("\"path\":\"/data/noise.bin\",\"result\":\"hydrated\",\"bytes\":100000");
    assertThat(mirror.resolve("data/noise.bin")).hasSameBinaryContentAs(served.directory().resolve("data/noise.bin"));
    assertThat(program.run("verify")).isZero();
    assertThat(program.out()).startsWith("5 paths checked").endsWith("all is as it should be\n");
  }

  @Test
  void theDoctorTriesTheFileSystemAndTellsWhatWasLeftOver() throws IOException {
    assertThat(program.run("doctor", "--selftest", "--json")).isZero();
    fits("cistern.doctor-1", program.out());
    assertThat(cloneMirror()).isZero();
    program.in(mirror);
    Files.write(mirror.resolve(".cistern/log/0000000000000009.seg.1.tmp"), new byte[10]);
    Files.createDirectories(mirror.resolve(".cistern/staging/dead"));
    Files.createFile(mirror.resolve(".cistern/staging/dead/owner.lock"));
    Files.write(mirror.resolve(".cistern/staging/dead/1"), new byte[20]);
    Files.write(mirror.resolve(".cistern/quarantine/torn-1"), new byte[30]);
    Files.write(mirror.resolve(".cistern/trash/dead-1"), new byte[40]);
    Files.write(mirror.resolve(".cistern/trash/999-0"), new byte[50]);

    assertThat(program.run("doctor", "--selftest")).isZero();

    assertThat(program.out())
        .contains("a rename never replaces a name").contains("a lock keeps others out").contains("only a power cut")
        .contains("1 file of 10 bytes under temporary names")
        .contains("1 file of 20 bytes staged by processes that died")
        .contains("1 file of 30 bytes kept as evidence")
        .contains("1 file of 40 bytes in trash that no change put there")
        .contains("1 in trash, of 50 bytes, whose change the log no longer tells");
    assertThat(mirror.resolve(".cistern/staging/dead/1")).exists();
    try (Stream<Path> left = Files.list(mirror.resolve(".cistern"))) {
      assertThat(left).noneMatch(each -> each.getFileName().toString().contains("selftest"));
    }
  }

  @Test
  void whatADeadRunPreparedIsRemovedByTheNextVerbThatWritesAndTold() throws IOException {
    assertThat(cloneMirror()).isZero();
    program.in(mirror);
    Files.createDirectories(mirror.resolve(".cistern/staging/dead"));
    Files.createFile(mirror.resolve(".cistern/staging/dead/owner.lock"));
    Files.write(mirror.resolve(".cistern/staging/dead/1"), new byte[20]);
    assertThat(program.run("status", "--json")).isZero();
    assertThat(program.out()).contains("\"rolledBack\":0").contains("\"last\":null");
    assertThat(program.run("status")).isZero();
    assertThat(program.out()).doesNotContain("recovery");

    assertThat(program.run("rm", "docs/plan.md")).isZero();

    assertThat(program.err()).contains("removed 1 file that an earlier run had prepared and not committed");
    assertThat(mirror.resolve(".cistern/staging/dead")).doesNotExist();
    assertThat(program.run("status", "--json")).isZero();
    assertThat(program.out()).contains("\"rolledBack\":1").contains("\"last\":{\"rolledForward\":0,\"rolledBack\":1}");
    assertThat(program.run("status")).isZero();
    assertThat(program.out())
        .contains("  recovery  the last one removed 1 file that a run had prepared and not committed\n");
  }

  @Test
  void repairsADamagedMirrorAndTheNextCloneTakesItsFilesAgain() throws IOException {
    assertThat(cloneMirror()).isZero();
    program.in(mirror);
    assertThat(program.run("hydrate", "/**")).isZero();
    assertThat(program.run("repair", "--json")).isZero();
    fits("cistern.repair-1", program.out());
    assertThat(program.out()).contains("\"damaged\":false");
    Files.write(mirror.resolve(".cistern/log/0000000000000001.seg"), new byte[100]);

    assertThat(program.run("pull")).isEqualTo(12);
    assertThat(program.err()).contains("cistern repair --dry-run");
    assertThat(program.run("repair", "-n")).isEqualTo(4);
    assertThat(program.run("pull")).isEqualTo(12);
    assertThat(program.run("repair", "--json")).isEqualTo(4);
    fits("cistern.repair-1", program.out());
    assertThat(program.run("repair")).isZero();
    assertThat(program.out()).isEqualTo("the mirror is not damaged; nothing to repair\n");
    assertThat(program.run("clone", "--adopt")).isZero();
    assertThat(program.run("status", "--json")).isZero();
    assertThat(program.out()).contains("\"hydrated\":5");
  }

  @Test
  void aFileThatIsRefusedForGoodCostsOneRequestOfAClone() throws IOException {
    served.close();
    Path log = base.resolve("requests");
    Path other = Files.createDirectories(base.resolve("other"));
    served = ServedDirectory.below(other, new ServeRequest.Extras(
        Optional.empty(), Optional.of(log), Optional.of("export:status=404;file:path=/docs/plan.md,status=403"),
        Optional.empty()));

    assertThat(program.run("clone", served.url(), "m", "--token-file", served.tokenFile(), "--content", "all"))
        .as("partly done")
        .isEqualTo(3);

    assertThat(program.out()).contains("content    3 hydrated (97.7 KiB), 1 failed");
    assertThat(program.err()).contains("docs/plan.md: ");
    assertThat(Files.readAllLines(log)).filteredOn(line -> line.contains("/docs/plan.md")).hasSize(1);
    assertThat(program.run("clone", served.url(), "m", "--content", "all", "--json")).as("another run asks again")
        .isEqualTo(6);
    assertThat(Files.readAllLines(log)).filteredOn(line -> line.contains("/docs/plan.md")).hasSize(2);
  }

  @Test
  void aNameHeldBySomethingElseIsToldAndLeft() throws IOException {
    assertThat(cloneMirror()).isZero();
    Files.delete(mirror.resolve("docs/plan.md"));
    Files.createDirectory(mirror.resolve("docs/plan.md"));
    program.in(mirror);

    assertThat(program.run("hydrate", "/**")).isZero();
    assertThat(program.err()).contains("docs/plan.md: the name is held by a directory; left as it is");
    assertThat(program.out()).contains("1 left as they are");
    assertThat(program.run("open", "docs/plan.md")).isEqualTo(1);
    assertThat(program.err()).contains("/docs/plan.md: the name is held by a directory");
    assertThat(program.run("open", "docs")).isEqualTo(2);
    assertThat(program.err()).contains("/docs is a directory");
  }

  @Test
  void aSecondCloneNeedsNoTokenAndFindsNothingToDo() {
    assertThat(cloneMirror()).isZero();
    assertThat(program.run("clone", served.url(), "m", "--fail-if-unchanged")).isEqualTo(9);
    assertThat(program.out()).contains("nothing new");
  }

  @Test
  void rememberedIsWhereTheTokenComesFromAndNeverTheToken() throws IOException {
    cloneMirror();
    Path directory = base.resolve("home/.local/state/cistern/mirrors");
    Path memory = onlyFileIn(directory);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(memory))).isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory))).isEqualTo("rwx------");
    String token = Files.readString(Path.of(served.tokenFile())).strip();
    assertThat(memory).content().contains(served.tokenFile()).doesNotContain(token);
  }

  @Test
  void statusIsShapedLikeTheContractForPeopleAndAsJson() {
    cloneMirror();
    program.in(mirror);
    assertThat(program.run("status")).isZero();
    assertThat(program.out().lines().map(line -> line.replaceAll("as of \\d+ \\w+ ago", "as of N s ago")).toList())
        .containsExactly(
            "mirror ws_test → ~/m                       in sync as of N s ago",
            "  names              5 complete",
            "  content            2 hydrated (6 B)   3 placeholders");
    assertThat(program.run("status", "--json")).isZero();
    fits("cistern.status-1", program.out());
    assertThat(program.out()).contains("\"verdict\":\"in-sync\"", "\"total\":5", "\"placeholder\":3",
        "\"feed\":\"events\"");
    assertThat(program.out()).containsPattern("\"inSyncAsOf\":\"20[0-9-]+T[0-9:.]+Z\"");
  }

  @Test
  void listsWithStateRelativeToWhereOneIs() {
    cloneMirror();
    program.in(mirror);
    assertThat(program.run("ls", "docs")).isZero();
    assertThat(program.out().lines().toList()).containsExactly(
        "hydrated            0 B  docs/empty.txt",
        "placeholder         3 B  docs/größe.txt",
        "placeholder        12 B  docs/plan.md");
    assertThat(program.run("ls", "--null", "/docs/plan.md", "data")).isZero();
    assertThat(program.out()).isEqualTo("docs/plan.md\0data/noise.bin\0");
    assertThat(program.run("ls", "--json", "-r")).isZero();
    fits("cistern.ls-1", program.out());
    assertThat(program.run("ls", "docs", "nowhere")).isEqualTo(3);
    assertThat(program.err()).startsWith("cistern: nowhere: no such path in this mirror\n");
  }

  @Test
  void explainsAPathAndFitsItsSchema() {
    cloneMirror();
    program.in(mirror.resolve("docs"));
    assertThat(program.run("explain", "plan.md")).isZero();
    assertThat(program.out()).startsWith("plan.md — placeholder (12 B, rev_").contains("no eager rule matches")
        .containsPattern("history +#\\d+ placeholder by clone rev_\\d+ \\((?:[\\d-]+ )?\\d\\d:\\d\\d:\\d\\d\\)");
    assertThat(program.run("explain", "plan.md", "--json")).isZero();
    fits("cistern.explain-1", program.out());
    for (String directory : List.of(".", "..", "/docs")) {
      assertThat(program.run("explain", directory)).isEqualTo(2);
      assertThat(program.err()).startsWith("cistern: " + directory + " is a directory");
    }
  }

  @Test
  void explainsWhatFailedLastAndWhenItIsTriedNext() throws IOException {
    cloneMirror();
    program.in(mirror);
    Files.delete(served.directory().resolve("docs/plan.md"));
    assertThat(program.run("hydrate", "docs/plan.md")).isEqualTo(1);

    assertThat(program.run("explain", "docs/plan.md")).isZero();
    assertThat(program.out())
        .containsPattern(
            "failed last the remote has no such file \\(#\\d+, by hydrate, (?:[\\d-]+ )?\\d\\d:\\d\\d:\\d\\d\\); tried next ");
    assertThat(program.run("explain", "docs/plan.md", "--json")).isZero();
    fits("cistern.explain-1", program.out());
    assertThat(program.out()).contains("\"triedNext\":\"when-named\",\"notBefore\":null");
  }

  @Test
  void statusAndListsShowPinsAndTheDisksQuota() {
    cloneMirror();
    program.in(mirror);
    assertThat(program.run("pin", "docs")).isZero();

    assertThat(program.run("status", "--set", "quota.disk=1MiB")).isZero();
    assertThat(program.out()).containsPattern("kept +1 pin +\\S+ B of 1.0 MiB used \\(quota.disk\\)");
    assertThat(program.run("status", "--json", "--set", "quota.disk=1MiB")).isZero();
    fits("cistern.status-1", program.out());
    assertThat(program.out()).contains("\"pins\":1,\"diskQuota\":{\"limit\":1048576,\"used\":");
    assertThat(program.run("status", "--json")).isZero();
    fits("cistern.status-1", program.out());
    assertThat(program.out()).contains("\"diskQuota\":{\"limit\":null,");
    assertThat(program.run("ls", "-r")).isZero();
    assertThat(program.out()).contains("docs/plan.md  (pinned)").doesNotContain("README.md  (pinned)");
    assertThat(program.run("ls", "-r", "--json")).isZero();
    fits("cistern.ls-1", program.out());
    assertThat(program.out()).contains("\"pinned\":true").contains("\"pinned\":false");
  }

  @Test
  void aDryRunOnlyTellsWhatItWouldFetch() {
    cloneMirror();
    program.in(mirror);
    assertThat(program.run("hydrate", "-n", "*.md", "docs/größe.txt")).isZero();
    assertThat(program.out().lines().toList()).containsExactly("docs/größe.txt", "docs/plan.md");
    assertThat(mirror.resolve("docs/plan.md")).isEmptyFile();
    assertThat(program.run("hydrate", "-n", "--json", "**")).isZero();
    assertThat(program.out().lines().toList()).hasSize(4).allSatisfy(line -> fits("cistern.lines-1", line));
  }

  @Test
  void whatMatchesNothingIsSaidAndWhatFailsPartlyIsThree() {
    cloneMirror();
    program.in(mirror);
    assertThat(program.run("hydrate", "docs/plan.md", "nothing*")).isEqualTo(3);
    assertThat(program.err()).contains("nothing*: matches nothing in this mirror");
    assertThat(program.run("hydrate", "nothing*")).isEqualTo(1);
    assertThat(program.run("open", "docs/plan.md", "nothing", "--json")).isEqualTo(3);
    assertThat(program.out().lines().toList()).hasSize(3).allSatisfy(line -> fits("cistern.lines-1", line));
  }

  @Test
  void aLocalEditIsKeptAndNeedsNobody() throws IOException {
    cloneMirror();
    program.in(mirror);
    Files.writeString(mirror.resolve("README.md"), "mine\n");
    assertThat(program.run("verify", "--json")).isZero();
    assertThat(program.out().lines().toList()).allSatisfy(line -> fits("cistern.lines-1", line));
    assertThat(program.out()).contains("\"finding\":\"local-edit\",\"severity\":\"note\"");
    assertThat(program.run("status")).isZero();
    assertThat(program.out()).contains("  local              1 changed here, kept");
    assertThat(mirror.resolve("README.md")).hasContent("mine\n");
  }

  @Test
  void aMissingFileNeedsAPerson() throws IOException {
    cloneMirror();
    program.in(mirror);
    Files.delete(mirror.resolve("README.md"));
    assertThat(program.run("status")).isEqualTo(4);
    assertThat(program.out()).contains("attention          1 missing here   → cistern explain README.md");
  }

  @Test
  void aDirectoryThatHoldsFilesIsRefusedUnlessTheyAreAdopted() throws IOException {
    Files.createDirectories(mirror);
    Files.writeString(mirror.resolve("README.md"), "hello\n");
    assertThat(cloneMirror()).isEqualTo(2);
    assertThat(program.err()).contains("holds files and is no mirror");
    assertThat(mirror.resolve(".cistern")).doesNotExist();
    assertThat(program.run("clone", served.url(), "m", "--token-file", served.tokenFile(), "--adopt")).isZero();
    assertThat(program.out()).contains("1 adopted");
  }

  @Test
  void aMirrorOfAnotherWorkspaceIsRefused() {
    cloneMirror();
    assertThat(program.run("clone", served.url(), "m", "--root", "/docs")).isEqualTo(2);
    assertThat(program.err()).contains("mirrors / of workspace ws_test");
  }

  @Test
  void aMirrorFromSomebodyElseGetsNoTokenAndRunsNoCommand() throws IOException {
    cloneMirror();
    // Another user: the same mirror, nothing remembered, a token in the environment.
    ProgramRun other = new ProgramRun(Files.createDirectories(base.resolve("other")))
        .inRealTime().in(mirror).with("RELAYFILE_TOKEN", "secret");
    assertThat(other.run("hydrate", "**")).isEqualTo(2);
    assertThat(other.err()).contains("which nobody has confirmed here").doesNotContain("secret");
    // Named by the user, it is asked, and refuses the token.
    assertThat(other.run("hydrate", "**", "--base-url", served.baseUrl())).isEqualTo(6);
    assertThat(other.err()).doesNotContain("secret");

    Files.writeString(mirror.resolve(".cistern/config.toml"), "token-command = \"touch stolen\"\n");
    assertThat(program.in(mirror).run("status")).isEqualTo(2);
    assertThat(program.err()).contains("may not name commands, tokens, brokers or homes");
    assertThat(mirror.resolve("stolen")).doesNotExist();
  }

  @Test
  void aTokenFileThatOthersCanReadIsRefused() throws IOException {
    Files.setPosixFilePermissions(Path.of(served.tokenFile()), PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(cloneMirror()).isEqualTo(2);
    assertThat(program.err()).contains("can be read by others");
  }

  @Test
  void aTokenCommandIsRunByTheShell() {
    assertThat(program.run("clone", served.url(), "--token-command", "cat '" + served.tokenFile() + "'; echo rest"))
        .isZero();
    assertThat(base.resolve("home/ws_test/README.md")).hasContent("hello\n");
    assertThat(program.in(base.resolve("home/ws_test")).run("open", "docs/plan.md")).isZero();
  }

  @Test
  void withoutAMirrorTheVerbsSaySo() {
    for (String verb : List.of("status", "ls", "hydrate", "pull", "verify")) {
      assertThat(program.run(verb)).isEqualTo(10);
      assertThat(program.err()).startsWith("cistern: no mirror here or above: ");
    }
    assertThat(program.run("clone", served.url())).isEqualTo(2);
    assertThat(program.err()).startsWith("cistern: no token");
  }

  @Test
  void theDoctorLooksAtEverythingAndFitsItsSchema() {
    assertThat(program.run("doctor", "--json")).isZero();
    fits("cistern.doctor-1", program.out());
    cloneMirror();
    assertThat(program.run("-C", "m", "doctor", "--json")).isZero();
    fits("cistern.doctor-1", program.out());
    assertThat(program.out()).contains("\"check\":\"broker and token\",\"diagnoses\":[]");
    served.close();
    assertThat(program.run("-C", "m", "doctor", "--set", "http.tries=1")).isEqualTo(4);
  }

  @Test
  void jsonOfTheSmallVerbsFitsTheirSchemas() {
    assertThat(program.run("version", "--json")).isZero();
    fits("cistern.version-1", program.out());
    for (List<String> verb : List.of(
        List.of("config", "list"), List.of("config", "get", "hydrate.eager"), List.of("config", "path"),
        List.of("config", "set", "lock.wait", "3s"))) {
      assertThat(program.run(Stream.concat(verb.stream(), Stream.of("--json")).toArray(String[]::new))).isZero();
      fits("cistern.config-1", program.out());
    }
    program.run("status", "--json");
    fits("cistern.errors-1", program.err());
  }

  @Test
  void aStoppedRunSaysHowToGoOnWithTheSignalsCode() {
    cloneMirror();
    ProgramRun stopped = new ProgramRun(base.resolve("home")).inRealTime().in(mirror);
    stopped.stop().request(143);
    assertThat(stopped.run("hydrate", "**", "--json")).isEqualTo(143);
    assertThat(stopped.err()).contains("\"code\":\"INTERRUPTED\",\"exitCode\":143");
    assertThat(stopped.run("pull", "--json")).isEqualTo(143);
    fits("cistern.lines-1", stopped.out());
    assertThat(stopped.out()).contains("\"finished\":false", "\"exitCode\":143");
    assertThat(stopped.run("hydrate", "**")).isEqualTo(143);
    assertThat(stopped.err()).startsWith("cistern: stopped on request").contains("run the same command again");
    assertThat(program.in(mirror).run("hydrate", "**")).isZero();
  }

  @Test
  void optionsMayNameTheWorkspaceInsteadOfAUrl() {
    assertThat(program.run(
        "clone", "--base-url", served.baseUrl(), "--workspace", "ws_test", "m", "--token-file", served.tokenFile()))
        .isZero();
    assertThat(mirror.resolve("README.md")).exists();
    assertThat(program.run("clone", "nonsense", "m")).isEqualTo(2);
    assertThat(program.err()).startsWith("cistern: nonsense cannot be used");
  }

  @Test
  void theContentOfACloneIsChosenByFlagOrProfile() {
    assertThat(program.run("clone", served.url(), "all", "--token-file", served.tokenFile(), "--content", "all"))
        .isZero();
    assertThat(program.out()).contains("hydrated (97.7 KiB)");
    assertThat(program.run(
        "clone", served.url(), "none", "--token-file", served.tokenFile(), "--set", "hydrate.profile=safe", "--json"))
        .isZero();
    fits("cistern.lines-1", program.out());
    assertThat(program.out()).contains("\"paths\":5", "\"hydrated\":0");
  }

  @Test
  void theDemoRunsCleanAndLeavesNothing() throws IOException {
    Path temporary = Files.createDirectories(base.resolve("tmp"));
    program.with("TMPDIR", temporary.toString());
    assertThat(program.run("demo", served.directory().toString(), "--json")).isZero();
    assertThat(program.out().lines().toList()).allSatisfy(line -> fits("cistern.lines-1", line));
    assertThat(program.out()).contains("\"verb\":\"demo\"", "\"files\":5", "\"verdict\":\"in-sync\"");
    assertThat(temporary).isEmptyDirectory();
  }

  private int cloneMirror() {
    return program.run("clone", served.url(), "m", "--token-file", served.tokenFile());
  }

  private static Path onlyFileIn(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.reduce((one, two) -> {
        throw new AssertionError("more than one file in " + directory);
      }).orElseThrow();
    }
  }

  private static void fits(String schema, String document) {
    assertThat(JsonSchema.named(schema).faults(document)).isEmpty();
  }
}
