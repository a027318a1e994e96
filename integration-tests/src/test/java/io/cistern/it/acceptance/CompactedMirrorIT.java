package io.cistern.it.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.it.acceptance.Launch.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a compaction leaves of the history, of trash and of a small mirror, by the program as it is shipped. */
final class CompactedMirrorIT {
  private static final String KEEP_ONE = "compaction.keep-recent=1";

  @TempDir
  Path temporary;

  private Served served;
  private Person person;
  private Path mirror;

  @BeforeEach
  void cloneMirror() throws IOException {
    Path workspace = Files.createDirectories(temporary.resolve("workspace"));
    for (String name : List.of("a.txt", "b.txt", "c.txt", "d.txt")) {
      Files.writeString(workspace.resolve(name), "content of " + name + "\n");
    }
    Person somebody = Person.at(temporary.resolve("home"));
    served = somebody.serves(workspace);
    Ended cloned =
        somebody.runs("clone", served.url(), "m", "--content", "all", "--token-file", served.tokenFile());
    assertThat(cloned.code()).as(cloned.err()).isZero();
    mirror = somebody.home().resolve("m");
    person = somebody.in(mirror);
  }

  @AfterEach
  void stopServing() {
    served.close();
  }

  @Test
  void theLogIsPagedFromAnySequenceAndSaysWhereHistoryBegins() throws IOException {
    done("rm", "-y", "a.txt");
    done("rm", "-y", "b.txt");
    List<JsonNode> whole = lines("log", "--json");
    assertThat(summary(whole).at("/begins").asLong()).isEqualTo(1);
    assertThat(sequences(whole)).isSorted().hasSizeGreaterThan(3);
    assertThat(paged(1)).isEqualTo(sequences(whole));
    long last = sequences(whole).getLast();
    assertThat(sequences(lines("log", "--json", "--from", "#" + last))).containsExactly(last);

    JsonNode first = compacted();
    assertThat(trash()).as("what undo still needs").hasSize(2);
    done("rm", "-y", "c.txt");
    JsonNode second = compacted();

    long begins = second.at("/firstKept").asLong();
    assertThat(first.at("/firstKept").asLong()).isEqualTo(1);
    assertThat(begins).isGreaterThan(last);
    List<JsonNode> left = lines("log", "--json", "--from", "1");
    assertThat(summary(left).at("/begins").asLong()).isEqualTo(begins);
    assertThat(sequences(left)).isNotEmpty().allMatch(sequence -> sequence >= begins);
    assertThat(paged(begins)).isEqualTo(sequences(left));
    assertThat(person.runs("log").err()).contains("the history begins at #" + begins);
    assertThat(trash()).as("only what the last removal displaced").hasSize(1);
    Ended tooLate = person.runs("undo", "#" + last);
    assertThat(tooLate.code()).as(tooLate.out() + tooLate.err()).isNotZero();
    done("undo");
    assertThat(mirror.resolve("c.txt")).hasContent("content of c.txt");
  }

  @Test
  void aSmallMirrorCompactsTooAndThePlanSaysThatItGrowsByItsCheckpoint() throws IOException {
    JsonNode plan = lines("compact", "--dry-run", "--json").getFirst();
    assertThat(files(".ckpt")).isEmpty();

    JsonNode came = lines("compact", "--json").getFirst();

    assertThat(came.at("/compacted").asBoolean()).isTrue();
    for (String part : List.of("/firstKept", "/records", "/bytes", "/paths")) {
      assertThat(plan.at(part)).as(part).isEqualTo(came.at(part));
    }
    long grown = came.at("/bytes/after").asLong() - came.at("/bytes/before").asLong();
    assertThat(plan.at("/expectedGain").asLong()).isEqualTo(-grown).isNegative();
    assertThat(Files.size(files(".ckpt").getFirst())).isEqualTo(grown);
    assertThat(lines("compact", "--json").getFirst().at("/compacted").asBoolean()).isFalse();
    done("verify");
  }

  private JsonNode compacted() {
    JsonNode result = lines("compact", "--json", "--set", KEEP_ONE).getFirst();
    assertThat(result.at("/compacted").asBoolean()).isTrue();
    return result;
  }

  /** The whole log from a sequence on, two operations at a time. */
  private List<Long> paged(long from) {
    List<Long> sequences = new ArrayList<>();
    long next = from;
    while (next > 0) {
      List<JsonNode> page = lines("log", "--json", "--limit", "2", "--from", Long.toString(next));
      sequences.addAll(sequences(page));
      next = summary(page).at("/next").asLong(0);
    }
    return sequences;
  }

  private static List<Long> sequences(List<JsonNode> lines) {
    return lines.stream()
        .filter(line -> line.at("/type").asString().equals("operation"))
        .map(line -> line.at("/sequence").asLong())
        .toList();
  }

  private static JsonNode summary(List<JsonNode> lines) {
    return lines.getLast();
  }

  private void done(String... words) {
    Ended ended = person.runs(words);
    assertThat(ended.code()).as(String.join(" ", words) + ": " + ended.out() + ended.err()).isZero();
  }

  private List<JsonNode> lines(String... words) {
    Ended ended = person.runs(words);
    assertThat(ended.code()).as(String.join(" ", words) + ": " + ended.out() + ended.err()).isZero();
    JsonMapper mapper = new JsonMapper();
    return ended.out().lines().map(mapper::readTree).toList();
  }

  private List<Path> trash() throws IOException {
    try (Stream<Path> files = Files.list(mirror.resolve(".cistern/trash"))) {
      return files.toList();
    }
  }

  private List<Path> files(String suffix) throws IOException {
    try (Stream<Path> files = Files.list(mirror.resolve(".cistern/log"))) {
      return files.filter(file -> file.toString().endsWith(suffix)).toList();
    }
  }
}
