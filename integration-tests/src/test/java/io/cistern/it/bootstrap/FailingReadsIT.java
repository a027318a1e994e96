package io.cistern.it.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.clone.CloneReport;
import io.cistern.application.clone.CloneRequest;
import io.cistern.domain.manifest.PathState;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A file that cannot be read holds nothing up: neither the files beside it nor completion. */
class FailingReadsIT {
  private static final CloneRequest CONTENT = CloneRequest.PLAIN.withContent();
  private static final String BAD = "/f003";

  private final Scene scene = new Scene(13);
  private List<String> names = List.of();

  @BeforeEach
  void aWorkspaceThatIsReadFileByFile() {
    names = scene.putFiles("/f%03d", 20);
    scene.broker().chaos("export:status=404");
  }

  @AfterEach
  void theMirrorIsSoundAndTheWireIsQuiet() {
    scene.isSound();
  }

  @ParameterizedTest
  @CsvSource({"403, forbidden", "404, not_found", "413, payload_too_large"})
  void aReadThatIsRefusedForGoodLeavesAPlaceholderWithItsReason(int status, String code) {
    scene.broker().standing().refuseRead(BAD, status, code);
    Program program = scene.program();

    CloneReport report = program.clones(CONTENT);

    assertThat(report.refused()).as("told, so that nobody asks at once again").containsOnlyKeys(BAD);
    assertThat(program.tookOneCycle()).isTrue();
    assertThat(scene.asked("file")).as("asked once each").hasSize(names.size()).doesNotHaveDuplicates();
    onlyTheBadOneIsAPlaceholder();
    assertThat(scene.entry(BAD).reason()).as("its reason").isPresent();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 16})
  void bytesThatAreWrongTwiceLeaveAPlaceholderWithItsReason(int parallelism) {
    scene.with(scene.settings().reading(parallelism)).broker().chaos("export:status=404;file:path=/f003,wrong-hash");
    Program program = scene.program();

    program.clones(CONTENT);

    assertThat(program.tookOneCycle()).isTrue();
    assertThat(scene.asked("file")).as("the bad one twice, the others once").filteredOn(BAD::equals).hasSize(2);
    assertThat(scene.asked("file")).hasSize(names.size() + 1);
    onlyTheBadOneIsAPlaceholder();
    assertThat(scene.entry(BAD).reason()).get().asString().contains("hash");
  }

  @Test
  void whatCameAfterAllOrWentIsNotRefused() {
    scene.broker().standing().refuseRead(BAD, 403, "forbidden");
    scene.broker().before(request -> {
      if (request.endpoint().equals("file") && request.path().equals(names.getLast())) {
        scene.broker().delete(BAD);
      }
    });

    CloneReport report = scene.program().clones(CONTENT);

    assertThat(report.refused()).isEmpty();
    assertThat(scene.states()).doesNotContainKey(BAD);
  }

  @Test
  void bytesThatAreWrongOnceAreAskedForAgain() {
    scene.broker().chaos("export:status=404;file:path=/f003,n=1,wrong-hash");

    scene.program().clones(CONTENT);

    assertThat(scene.asked("file")).hasSize(names.size() + 1);
    scene.isTheRemoteWithContent();
  }

  @Test
  void aReadThatRunsOutOfTriesGoesToTheEndOfTheQueueOnce() {
    scene.broker().chaos("export:status=404;file:path=/f003,n=4,status=503");

    scene.program().clones(CONTENT);

    List<String> expected = new ArrayList<>(names);
    expected.addAll(4, List.of(BAD, BAD, BAD));
    expected.add(BAD);
    assertThat(scene.asked("file")).containsExactlyElementsOf(expected);
    scene.isTheRemoteWithContent();
  }

  @Test
  void aReadThatRunsOutOfTriesTwiceStaysAPlaceholderThatTheNextPassMayFill() {
    scene.broker().chaos("export:status=404;file:path=/f003,n=8,status=503");
    Program program = scene.program();

    program.clones(CONTENT);

    assertThat(program.tookOneCycle()).isTrue();
    assertThat(scene.asked("file")).hasSize(names.size() - 1 + 8);
    onlyTheBadOneIsAPlaceholder();
    assertThat(program.hydrates().hydrated()).isEqualTo(1);
    scene.isTheRemoteWithContent();
  }

  @Test
  void thoseThatWerePutOffWaitForTheEndOfAllListings() {
    names = scene.putFiles("/more%04d", 1100);
    scene.broker().chaos("export:status=404;file:path=/f003,n=4,status=503;tree:after=1,latency=1s");

    scene.program().clones(CONTENT);

    assertThat(scene.asked("file").getLast()).isEqualTo(BAD);
    scene.isTheRemoteWithContent();
  }

  @Test
  void aBrokerThatAnswersNothingButItsListingsCostsFewRequestsAndNoCompletion() {
    scene.putFiles("/more%03d", 300);
    scene.broker().chaos("export:status=404;file:status=503");
    Program program = scene.program();

    program.clones(CONTENT);

    assertThat(scene.progress().complete()).as("names are").isTrue();
    assertThat(scene.broker().requests("file")).as("no flood of reads in vain").hasSizeLessThanOrEqualTo(4 * 50);
    scene.isTheRemote();
  }

  @Test
  void aFileThatVanishedBeforeItWasReadIsGoneAtCompletion() {
    scene.broker().before(request -> {
      if (request.path().equals(BAD)) {
        scene.broker().delete(BAD);
      }
    });

    scene.program().clones(CONTENT);

    assertThat(scene.states()).doesNotContainKey(BAD);
    scene.isTheRemoteWithContent();
  }

  private void onlyTheBadOneIsAPlaceholder() {
    assertThat(scene.progress().complete()).isTrue();
    assertThat(scene.states()).containsEntry(BAD, PathState.PLACEHOLDER);
    assertThat(scene.count(PathState.HYDRATED)).isEqualTo(names.size() - 1);
    scene.isTheRemote();
  }
}
