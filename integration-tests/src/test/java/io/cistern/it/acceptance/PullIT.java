package io.cistern.it.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.http.broker.chaos.ChaosSpec;
import io.cistern.it.acceptance.Launch.Ended;
import io.cistern.it.support.LocalBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code cistern pull} as a person uses it, over a broker whose directory changes. */
final class PullIT {
  private static final int MANY = 150;
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir
  Path temporary;

  private Path workspace;
  private Path mirror;
  private Person person;

  @BeforeEach
  void aWorkspace() throws IOException {
    workspace = Files.createDirectories(temporary.resolve("workspace"));
    save("README.md", "read me\n");
    save("docs/edited.md", "one\n");
    save("docs/refreshed.md", "one\n");
    save("docs/removed.md", "kept for undo\n");
    for (int i = 0; i < MANY; i++) {
      save("many/f" + i, "file " + i + "\n");
    }
    person = Person.at(temporary.resolve("home"));
    mirror = person.home().resolve("m");
  }

  @Test
  void appliesWhatChangedKeepsWhatIsMineAndAsksBeforeManyAreRemoved() throws IOException {
    try (LocalBroker broker = LocalBroker.over(workspace, temporary.resolve("state"))) {
      runs(0, "clone", broker.workspace().toString(), mirror.toString(), "--token-file", broker.tokenFile().toString());
      person = person.in(mirror);
      runs(0, "hydrate", "docs");

      receivesCreationUpdateAndRemoval(broker);
      keepsAndListsAnEdit(broker);
      refusesManyRemovalsUntilConfirmed(broker);
      aSecondPullIsOneRequest(broker);

      runs(0, "verify");
    }
  }

  @Test
  void goesOnWithAMirrorWhoseCloneWasBrokenOff() throws IOException {
    ChaosSpec broken = ChaosSpec.parse("tree:after=2,status=403,code=forbidden");
    try (LocalBroker broker = LocalBroker.over(workspace, temporary.resolve("state"), broken)) {
      runs(
          6, "clone", broker.workspace().toString(), mirror.toString(), "--token-file", broker.tokenFile().toString(),
          "--set", "bootstrap.listing-depth=1");
      person = person.in(mirror);

      JsonNode status = JSON.readTree(runs(4, "status", "--json").out());

      assertThat(status.at("/verdict").asString()).isEqualTo("attention");
      assertThat(status.at("/bootstrap/phase").asString()).isEqualTo("listing");
      assertThat(status.at("/bootstrap/filesSeen").asInt()).isEqualTo(4);
      assertThat(status.at("/bootstrap/totalFiles").asInt()).isEqualTo(MANY + 4);
      assertThat(status.at("/bootstrap/currentPath").asString()).isEqualTo("/docs/removed.md");
      assertThat(status.at("/bootstrap/next").asString()).isEqualTo("list /many");
      assertThat(runs(0, "pull", "-n").out()).isEqualTo("would go on with: list /many\n");
    }
  }

  private void receivesCreationUpdateAndRemoval(LocalBroker broker) throws IOException {
    save("docs/new.md", "new\n");
    save("docs/refreshed.md", "two, longer\n");
    save("README.md", "read me again\n");
    Files.delete(workspace.resolve("docs/removed.md"));
    broker.looksAgain();

    Ended pulled = runs(0, "pull");

    assertThat(pulled.out()).contains("(1 new, 2 updated, 1 removed)");
    assertThat(mirror.resolve("docs/new.md")).isEmptyFile();
    assertThat(mirror.resolve("docs/refreshed.md")).hasContent("two, longer\n");
    assertThat(mirror.resolve("README.md")).hasContent("read me again\n");
    assertThat(mirror.resolve("docs/removed.md")).doesNotExist();
    assertThat(trash()).contains("kept for undo\n");
  }

  private void keepsAndListsAnEdit(LocalBroker broker) throws IOException {
    Files.writeString(mirror.resolve("docs/edited.md"), "mine\n");
    Files.delete(mirror.resolve("README.md"));
    save("docs/new.md", "newer\n");
    broker.looksAgain();

    Ended pulled = runs(0, "pull", "--json");

    assertThat(pulled.out().lines())
        .contains("{\"type\":\"local\",\"path\":\"/docs/edited.md\",\"change\":\"modified\"}")
        .contains("{\"type\":\"local\",\"path\":\"/README.md\",\"change\":\"missing\"}");
    JsonNode summary = JSON.readTree(pulled.out().lines().reduce((_, last) -> last).orElseThrow());
    assertThat(summary.at("/updated").asInt()).isEqualTo(1);
    assertThat(summary.at("/recorded").asInt()).isEqualTo(2);
    assertThat(mirror.resolve("docs/edited.md")).hasContent("mine\n");
    assertThat(mirror.resolve("README.md")).doesNotExist();
    assertThat(workspace.resolve("README.md")).exists();
    Files.writeString(mirror.resolve("README.md"), "read me again\n");
  }

  private void refusesManyRemovalsUntilConfirmed(LocalBroker broker) throws IOException {
    for (int i = 0; i < MANY; i++) {
      Files.delete(workspace.resolve("many/f" + i));
    }
    broker.looksAgain();

    Ended refused = runs(7, "pull", "--json");

    JsonNode error = JSON.readTree(refused.err());
    assertThat(error.at("/code").asString()).isEqualTo("REFUSED_MASS_REMOVAL");
    assertThat(mirror.resolve("many/f0")).exists();
    JsonNode planned = JSON.readTree(
        runs(0, "pull", "-n", "--json").out().lines().reduce((_, last) -> last).orElseThrow());
    String token = planned.at("/confirm").asString();
    assertThat(planned.at("/changes").asInt()).isEqualTo(MANY);
    assertThat(error.at("/message").asString()).contains("cistern pull --confirm " + token);
    assertThat(runs(0, "pull", "--confirm", token).out()).contains("(150 removed)");
    assertThat(mirror.resolve("many")).doesNotExist();
  }

  private void aSecondPullIsOneRequest(LocalBroker broker) {
    int before = broker.requests().size();

    Ended again = runs(9, "pull", "--fail-if-unchanged");

    assertThat(again.out()).contains("nothing new").contains("docs/edited.md  changed here").doesNotContain("README");
    assertThat(broker.requests()).hasSize(before + 1);
  }

  private Ended runs(int code, String... words) {
    Ended ended = person.runs(words);
    assertThat(ended.code()).as(ended.out() + ended.err()).isEqualTo(code);
    return ended;
  }

  private void save(String name, String text) throws IOException {
    Files.createDirectories(workspace.resolve(name).getParent());
    Files.writeString(workspace.resolve(name), text);
  }

  private List<String> trash() throws IOException {
    try (Stream<Path> files = Files.list(mirror.resolve(".cistern/trash"))) {
      return files.map(PullIT::text).toList();
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
