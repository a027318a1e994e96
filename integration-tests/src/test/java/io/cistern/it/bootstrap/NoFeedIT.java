package io.cistern.it.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.clone.BootstrapSettings;
import io.cistern.application.clone.CloneReport;
import io.cistern.application.clone.CloneRequest;
import io.cistern.domain.failure.Failure;
import io.cistern.http.virtual.Request;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Without an event feed, completion needs a second listing that agrees by hash. */
class NoFeedIT {
  private static final CloneRequest CONTENT = CloneRequest.PLAIN.withContent();

  private final Scene scene = new Scene(11);

  @BeforeEach
  void thereIsNoFeed() {
    scene.broker().standing().refuseFeed(403);
  }

  @AfterEach
  void theMirrorIsSoundAndTheWireIsQuiet() {
    scene.isSound();
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 404})
  void completionNeedsASecondListingThatAgrees(int status) {
    scene.broker().standing().refuseFeed(status);
    scene.putFiles("/f%04d", 1500);

    CloneReport report = scene.program().clones();

    assertThat(report.feed()).isFalse();
    assertThat(scene.asked("tree")).hasSize(4);
    assertThat(scene.manifest().watermark()).isEmpty();
    assertThat(scene.program().status().feed()).isFalse();
    assertThat(scene.progress().complete()).isTrue();
    scene.isTheRemote();
  }

  @Test
  void theSecondListingReadsNoFileAgain() {
    List<String> names = scene.putFiles("/f%03d", 60);
    scene.broker().chaos("export:status=404");

    scene.program().clones(CONTENT);

    assertThat(scene.asked("tree")).hasSize(2);
    assertThat(scene.asked("file")).containsExactlyElementsOf(names);
    scene.isTheRemoteWithContent();
  }

  @Test
  void anExportAndAListingThatAgreeAreEnough() {
    scene.putFiles("/f%03d", 60);

    scene.program().clones(CONTENT);

    assertThat(scene.asked("tree")).as("one to believe it, one to agree").hasSize(2);
    assertThat(scene.asked("file")).isEmpty();
    scene.isTheRemoteWithContent();
  }

  @Test
  void aWorkspaceThatChangedDuringTheListingIsListedOnceMore() {
    List<String> names = scene.putFiles("/f%04d", 1500);
    beforeTheListing(2, () -> {
      scene.broker().put(names.get(3), "newer");
      scene.broker().put("/created", "created");
    });

    scene.program().clones();

    assertThat(scene.asked("tree")).as("three listings of two pages").hasSize(6);
    scene.isTheRemote();
  }

  @Test
  void aFileThatChangedAfterItWasCopiedIsFreshAtCompletion() {
    List<String> names = scene.putFiles("/f%03d", 60);
    scene.broker().chaos("export:status=404");
    Program program = scene.program();
    program.onFilled(name -> {
      if (name.equals(names.get(20))) {
        scene.broker().put(names.get(3), "newer");
      }
    });

    program.clones(CONTENT);

    assertThat(scene.text(names.get(3))).isEqualTo("newer");
    scene.isTheRemoteWithContent();
  }

  /** A listing that lacks a path is no word that it was removed (G3, G4). */
  @Test
  void aPathThatTheSecondListingLacksIsKeptAndCounted() {
    List<String> names = scene.putFiles("/f%03d", 60);
    beforeTheListing(2, () -> scene.broker().delete(names.get(7)));

    scene.program().clones();

    assertThat(scene.progress().complete()).isTrue();
    assertThat(scene.states()).containsKey(names.get(7));
    assertThat(scene.unlisted()).isEqualTo(1);
  }

  @Test
  void aSecondListingThatWasCutDoesNotStartOver() {
    scene.putFiles("/f%04d", 2500);
    Program killed = scene.program();
    beforeTheListing(6, () -> {
      throw killed.killed();
    });
    killed.dies(CloneRequest.PLAIN);
    scene.broker().before(request -> {});
    scene.broker().forgetRequests();

    scene.program().clones();

    assertThat(scene.broker().requests("tree")).singleElement().extracting(Request::cursor).asString()
        .contains("/f1999");
    assertThat(scene.progress().complete()).isTrue();
    scene.isTheRemote();
  }

  @Test
  void aWorkspaceThatNeverRestsStalls() {
    scene.with(BootstrapSettings.listing(0, 0, 4).reading(1)).putFiles("/f%03d", 10);
    AtomicInteger changes = new AtomicInteger();
    scene.broker().before(request -> {
      if (request.endpoint().equals("tree")) {
        scene.broker().put("/f000", "version " + changes.incrementAndGet());
      }
    });

    assertThat(scene.program().fails(CloneRequest.PLAIN)).isInstanceOf(Failure.BootstrapStalled.class);

    assertThat(changes.get()).as("the first listing, and four that did not agree").isEqualTo(5);
  }

  @Test
  void aPullListsAgainAndBringsWhatIsNew() {
    List<String> names = scene.putFiles("/f%03d", 20);
    scene.broker().chaos("export:status=404");
    scene.program().clones(CONTENT);
    scene.broker().put(names.get(3), "newer");
    scene.broker().put("/created", "created");

    Program next = scene.program();
    next.clones();
    next.hydrates();

    assertThat(scene.text(names.get(3))).isEqualTo("newer");
    scene.isTheRemoteWithContent();
  }

  @Test
  void aFeedThatIsTakenAwayBeforeTheReplayIsReplacedByAnotherListing() {
    scene.broker().standing().lift();
    scene.putFiles("/f%03d", 20);
    beforeTheListing(1, () -> {
      scene.broker().standing().refuseFeed(404);
      scene.broker().put("/f003", "newer");
    });

    scene.program().clones();

    assertThat(scene.progress().complete()).isTrue();
    assertThat(scene.asked("tree")).hasSizeGreaterThanOrEqualTo(2);
    assertThat(scene.program().status().feed()).as("feed: none").isFalse();
    scene.isTheRemote();
  }

  /** Runs something before this request for a listing. */
  private void beforeTheListing(int number, Runnable something) {
    AtomicInteger listings = new AtomicInteger();
    scene.broker().before(request -> {
      if (request.endpoint().equals("tree") && listings.incrementAndGet() == number) {
        something.run();
      }
    });
  }
}
