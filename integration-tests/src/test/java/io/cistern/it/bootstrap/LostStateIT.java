package io.cistern.it.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.clone.CloneRequest;
import io.cistern.application.port.WorkspaceStore.StoredFile;
import io.cistern.domain.bootstrap.BootstrapProgress.Phase;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.manifest.PathState;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A broker that lost its state counts from one again: everything is judged by hash, and nothing is taken for a delete. */
class LostStateIT {
  private static final CloneRequest CONTENT = CloneRequest.PLAIN.withContent();

  private final Scene scene = new Scene(10);
  private List<String> names = List.of();

  @AfterEach
  void theMirrorIsSoundAndTheWireIsQuiet() {
    scene.isSound();
  }

  @Test
  void whatMatchesByHashIsNotReadAgainAndWhatIsGoneIsNotDeleted() {
    completeWithContent();
    scene.broker().loseState(names.get(1), names.get(2));

    scene.program().clones();

    assertThat(scene.endpoints()).as("the feed's end, a tip of its own, the listing, the feed's end")
        .containsExactly("events", "events", "tree", "events");
    assertThat(scene.count(PathState.HYDRATED)).isEqualTo(names.size());
    assertThat(scene.text(names.get(1))).isEqualTo("content of " + names.get(1));
    assertThat(scene.unlisted()).isEqualTo(2);
    assertThat(scene.progress().phase()).isEqualTo(Phase.COMPLETE);
  }

  @Test
  void laterUpdatesAndDeletesArriveAlthoughTheirRevisionsAreLow() {
    completeWithContent();
    scene.broker().loseState(names.get(1), names.get(2));
    scene.program().clones();

    scene.broker().put(names.get(3), "newer");
    scene.broker().put(names.get(1), "there again");
    scene.broker().delete(names.get(4));
    scene.broker().put("/created", "later");
    Program next = scene.program();
    next.clones();
    next.hydrates();

    assertThat(scene.text(names.get(3))).isEqualTo("newer");
    assertThat(scene.text(names.get(1))).isEqualTo("there again");
    assertThat(scene.states()).doesNotContainKey(names.get(4)).containsKeys("/created", names.get(2));
    assertThat(scene.unlisted()).as("one came back").isEqualTo(1);
    scene.broker().put(names.get(2), "there again as well");
    scene.program().clones();
    assertThat(scene.unlisted()).as("both came back").isZero();
    scene.isTheRemoteWithContent();
  }

  @Test
  void whatChangedWhileTheStateWasLostIsRefreshed() {
    completeWithContent();
    scene.broker().loseState();
    scene.broker().put(names.get(7), "changed before anybody looked");

    scene.program().clones();

    assertThat(scene.asked("file")).containsExactly(names.get(7));
    scene.isTheRemoteWithContent();
  }

  @Test
  void aFeedThatBeganAnewAndIsEmptyIsALossAsWell() {
    completeWithContent();
    scene.broker().loseState(names.toArray(String[]::new));

    scene.program().clones();

    assertThat(scene.count(PathState.HYDRATED)).isEqualTo(names.size());
    assertThat(scene.unlisted()).isEqualTo(names.size());
    names.forEach(name -> scene.broker().put(name, "new " + name));
    Program next = scene.program();
    next.clones();
    next.hydrates();
    scene.isTheRemoteWithContent();
  }

  /** The broker's feed is longer than ours was, so that its end alone shows nothing. */
  @Test
  void aBrokerThatAnswersAnUnknownCursorWithAnEmptyPageHasLostItsState() {
    completeWithContent();
    scene.broker().loseState(names.get(1));
    for (int i = 0; i < 60; i++) {
      scene.broker().put(names.get(3), "version " + i);
    }
    scene.broker().chaos("events:after=1,n=1,empty");

    scene.program().clones();

    assertThat(scene.asked("tree")).hasSize(1);
    assertThat(scene.asked("file")).containsExactly(names.get(3));
    assertThat(scene.unlisted()).isEqualTo(1);
    assertThat(scene.text(names.get(3))).isEqualTo("version 59");
    scene.broker().put(names.get(1), "there again");
    scene.program().clones();
    scene.isTheRemoteWithContent();
  }

  @Test
  void aLossInTheMiddleOfTheFirstWalkIsFoundOut() {
    names = scene.putFiles("/f%04d", 1500);
    AtomicInteger pages = new AtomicInteger();
    scene.broker().before(request -> {
      if (request.endpoint().equals("tree") && pages.incrementAndGet() == 2) {
        names.subList(0, 1200).forEach(name -> scene.broker().put(name, "newer " + name));
        scene.broker().loseState(names.get(5));
      }
    });

    scene.program().clones();

    assertThat(scene.progress().complete()).isTrue();
    assertThat(scene.asked("tree")).as("listed once more").hasSize(4);
    assertThat(scene.states()).as("no word that it was removed").containsKey(names.get(5));
    scene.broker().put(names.get(5), "there again");
    scene.program().clones();
    scene.isTheRemote();
  }

  @Test
  void aFeedThatNeverFitsItsListingsStalls() {
    completeWithContent();
    AtomicInteger changes = new AtomicInteger();
    scene.broker().before(request -> {
      if (request.endpoint().equals("tree")) {
        scene.broker().put(names.get(3), "version " + changes.incrementAndGet());
      }
      scene.broker().chaos(request.endpoint().equals("events") && !request.forTip() ? "events:empty" : "");
    });
    scene.broker().put(names.get(4), "newer");

    assertThat(scene.program().fails(CloneRequest.PLAIN)).isInstanceOf(Failure.BootstrapStalled.class);

    assertThat(changes.get()).isEqualTo(scene.settings().stallCycles());
    assertThat(scene.count(PathState.HYDRATED)).isEqualTo(names.size());
  }

  @Test
  void aReconcileThatWasCutGoesOnAndDoesNotStartOver() {
    names = scene.putFiles("/f%04d", 2500);
    scene.program().clones();
    scene.broker().loseState(names.get(5), names.get(2400));
    Program killed = scene.program();
    AtomicInteger pages = new AtomicInteger();
    scene.broker().before(request -> {
      if (request.endpoint().equals("tree") && pages.incrementAndGet() == 3) {
        throw killed.killed();
      }
    });
    killed.dies(CloneRequest.PLAIN);
    scene.broker().before(request -> {});
    scene.broker().forgetRequests();

    scene.program().clones();

    assertThat(scene.asked("tree")).hasSize(1);
    assertThat(scene.unlisted()).isEqualTo(2);
    assertThat(scene.states()).hasSize(2500);
  }

  @Test
  void statusSaysHowManyAreMissingRemotely() {
    completeWithContent();
    scene.broker().loseState(names.get(1), names.get(2));
    scene.program().clones();

    assertThat(scene.program().status().paths().unlisted()).isEqualTo(2);
    Map<String, StoredFile> left = scene.broker().files();
    assertThat(left).hasSize(names.size() - 2);
  }

  /** What status tells is the truth after each of them, however the mirror learnt of it (G9). */
  @Test
  void aPathCountsAsMissingRemotelyUntilItComesBackOrGoes() {
    completeWithContent();
    scene.broker().loseState(names.get(1), names.get(2), names.get(3));
    scene.program().clones();
    assertThat(scene.unlisted()).isEqualTo(3);

    scene.broker().put(names.get(1), "content of " + names.get(1));
    scene.program().clones();
    assertThat(scene.unlisted()).as("back, with the same bytes").isEqualTo(2);
    scene.broker().put(names.get(2), "for a moment");
    scene.broker().delete(names.get(2));
    scene.program().clones();
    assertThat(scene.unlisted()).as("removed by the remote's own word").isEqualTo(1);
    scene.broker().loseState(names.get(4));
    scene.program().clones();

    assertThat(scene.unlisted()).as("one of before, one more").isEqualTo(2);
    assertThat(scene.entry(names.get(3)).unlisted()).isTrue();
    assertThat(scene.entry(names.get(4)).unlisted()).isTrue();
  }

  private void completeWithContent() {
    names = scene.putFiles("/f%03d", 50);
    scene.program().clones(CONTENT);
    scene.isTheRemoteWithContent();
    scene.broker().forgetRequests();
  }
}
