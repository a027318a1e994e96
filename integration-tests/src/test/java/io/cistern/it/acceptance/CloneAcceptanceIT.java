package io.cistern.it.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.it.acceptance.Launch.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A large workspace, served by one process and mirrored by others. */
final class CloneAcceptanceIT {
  private static final boolean CAMPAIGN = Boolean.getBoolean("cistern.campaign");
  private static final int FILES = CAMPAIGN ? 100_000 : 5_000;
  private static final int DIRECTORIES = CAMPAIGN ? 2_000 : 100;
  private static final int MEBIBYTES = CAMPAIGN ? 300 : 20;
  private static final long MOST_MEMORY = 400;

  private static final String WAIT = "lock.wait=1h";

  /** What is fetched in the end, besides what is opened: all of it, or a fifth where the normal run has little time. */
  private static final String MANY = CAMPAIGN ? "**" : "d00*/**";

  /** Fewer forces than by default, for the same reason. */
  private static final String BATCH = "hydrate.batch-size=" + (CAMPAIGN ? 32 : 512);

  private static final long SEED = 20_261_120L;

  @TempDir
  Path temporary;

  private Path workspace;
  private Path mirror;
  private Person person;
  private Served served;

  @BeforeEach
  void serveALargeWorkspace() throws IOException {
    Random random = new Random(SEED);
    workspace = Files.createDirectories(temporary.resolve("workspace"));
    Trees.files(workspace, FILES, DIRECTORIES, random);
    Files.writeString(workspace.resolve("README.md"), "read me\n");
    Trees.text(workspace.resolve("text.txt"), MEBIBYTES);
    Trees.binary(workspace.resolve("binary.bin"), MEBIBYTES, random);
    person = Person.at(temporary.resolve("home"));
    mirror = person.home().resolve("m");
    served = person.serves(workspace);
  }

  @AfterEach
  void stopServing() {
    served.close();
  }

  @Test
  void namesComeFirstContentOnDemandAndTwoTerminalsShareTheMirror() throws IOException {
    long names = FILES + 3L;
    assertThat(served.files()).isEqualTo(names);

    clonesNamesAndTheAllowList(names);
    aSecondCloneIsNothingToDo();
    Path opened = openingOneFileIsOneRequest();
    Set<Path> wanted = wanted(opened);
    twoTerminalsFetchEverythingOnce(wanted);

    Ended verified = person.runs("verify", "-C", mirror.toString());
    assertThat(verified.code()).as(verified.out()).isZero();
    Trees.assertSame(mirror, workspace, wanted);
    JsonNode status = status();
    assertThat(status.at("/paths/hydrated").asLong()).isEqualTo(wanted.size());
    assertThat(status.at("/paths/placeholder").asLong()).isEqualTo(names - wanted.size());
    assertThat(served.stop().code()).as("stopped by TERM").isIn(0, 143);
  }

  private void clonesNamesAndTheAllowList(long names) throws IOException {
    try (Running clone = person.starts("clone", served.url(), mirror.toString(), "--token-file", served.tokenFile())) {
      Ended ended = clone.end();
      assertThat(ended.code()).as(ended.err()).isZero();
      assertThat(clone.peakMebibytes()).as("MiB that clone had at most").isLessThan(MOST_MEMORY);
    }
    assertThat(Trees.files(mirror)).isEqualTo(Trees.files(workspace));
    assertThat(mirror.resolve("README.md")).hasContent("read me\n");
    assertThat(mirror.resolve("text.txt")).isEmptyFile();
    assertThat(served.fileRequests()).containsExactly("/README.md");
    JsonNode status = status();
    assertThat(status.at("/verdict").asString()).isEqualTo("in-sync");
    assertThat(status.at("/bootstrap/complete").asBoolean()).isTrue();
    assertThat(status.at("/paths/total").asLong()).isEqualTo(names);
    assertThat(status.at("/paths/placeholder").asLong()).isEqualTo(names - 1);
    assertThat(status.at("/paths/hydrated").asLong()).isEqualTo(1);
  }

  private void aSecondCloneIsNothingToDo() {
    int before = served.requests().size();
    Ended again = person.runs("clone", served.url(), mirror.toString(), "--fail-if-unchanged");
    assertThat(again.code()).as(again.err()).isEqualTo(9);
    assertThat(served.requests().size() - before).as("requests of a second clone").isBetween(1, 5);
  }

  private Path openingOneFileIsOneRequest() throws IOException {
    Path file = Trees.files(workspace).get(FILES / 2);
    int before = served.requests().size();
    Ended opened = person.in(mirror).runs("open", file.toString());
    assertThat(opened.code()).as(opened.err()).isZero();
    assertThat(opened.out()).isEqualTo(mirror.toRealPath().resolve(file) + "\n");
    List<String> requests = served.requests();
    assertThat(requests.subList(before, requests.size())).containsExactly("file /" + file);
    assertThat(mirror.resolve(file)).hasSameBinaryContentAs(workspace.resolve(file));
    return file;
  }

  /** Every file whose content is to be here in the end. */
  private Set<Path> wanted(Path opened) throws IOException {
    Set<Path> wanted = new TreeSet<>(Trees.files(workspace));
    wanted.removeIf(file -> !CAMPAIGN && !file.toString().startsWith("d00"));
    wanted.addAll(List.of(opened, Path.of("README.md"), Path.of("text.txt"), Path.of("binary.bin")));
    assertThat(wanted).hasSizeGreaterThan(FILES / 6);
    return wanted;
  }

  /** Of two passes one waits for the other; what is opened meanwhile waits for neither. */
  private void twoTerminalsFetchEverythingOnce(Set<Path> wanted) {
    Person here = person.in(mirror);
    try (Running one = here.starts("hydrate", MANY, "text.txt", "--set", WAIT, "--set", BATCH);
        Running other = here.starts("hydrate", "/" + MANY, "/text.txt", "--json", "--set", WAIT, "--set", BATCH)) {
      Ended opened = here.runs("open", "binary.bin", "--json");
      assertThat(opened.code()).as(opened.out() + opened.err()).isZero();
      for (Running running : List.of(one, other)) {
        Ended ended = running.end();
        assertThat(ended.code()).as(ended.err()).isZero();
        assertThat(running.peakMebibytes()).as("MiB that hydrate had at most").isLessThan(MOST_MEMORY);
      }
    }
    Map<String, Long> asked =
        served.fileRequests().stream().collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    Set<String> names = wanted.stream().map(file -> "/" + file).collect(Collectors.toSet());
    assertThat(asked.keySet().equals(names)).as("asked for what was wanted, and for nothing else").isTrue();
    asked.remove("/binary.bin");
    assertThat(Collections.max(asked.values())).as("requests for one file").isEqualTo(1);
  }

  private JsonNode status() {
    Ended ended = person.in(mirror).runs("status", "--json");
    assertThat(ended.code()).as(ended.err()).isZero();
    return new JsonMapper().readTree(ended.out());
  }
}
