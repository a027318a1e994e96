package io.cistern.it.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.clone.CloneRequest;
import io.cistern.domain.manifest.PathState;
import io.cistern.http.virtual.Request;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nothing that happens during a walk, or between two cycles of it, is lost (fifth point of acceptance). */
class ChangesMeanwhileIT {
  private static final CloneRequest CONTENT = CloneRequest.PLAIN.withContent();

  private final Scene scene = new Scene(5);

  @AfterEach
  void theMirrorIsSoundAndTheWireIsQuiet() {
    scene.isSound();
  }

  @Test
  void deletionsOfEarlierEntriesBetweenTwoCyclesShiftNothing() {
    List<String> names = cutBeforeTheThirdPage();
    names.stream().skip(700).limit(100).forEach(scene.broker()::delete);

    scene.program().clones();

    assertThat(scene.broker().requests("tree")).extracting(Request::cursor)
        .containsExactly(Optional.of(names.get(1999)));
    scene.isTheRemote();
  }

  @Test
  void whenThePagesLastEntryIsDeletedTheEntryBeforeItIsTheCursor() {
    List<String> names = cutBeforeTheThirdPage();
    scene.broker().delete(names.get(1999));

    scene.program().clones();

    assertThat(cursors()).containsExactly("400 " + names.get(1999), "200 " + names.get(1998));
    assertThat(scene.progress().filesSeen()).as("no entry counts twice").isEqualTo(2500);
    scene.isTheRemote();
  }

  @Test
  void ofAHundredDeletedEntriesBeforeTheCursorFewAreTried() {
    List<String> names = cutBeforeTheThirdPage();
    names.subList(1900, 2000).forEach(scene.broker()::delete);

    scene.program().clones();

    assertThat(cursors()).as("each try goes twice as far back").containsExactly(
        "400 " + names.get(1999), "400 " + names.get(1998), "400 " + names.get(1997), "400 " + names.get(1995),
        "400 " + names.get(1991), "400 " + names.get(1983), "400 " + names.get(1967), "400 " + names.get(1935),
        "200 " + names.get(1871));
    scene.isTheRemote();
  }

  @Test
  void whenTheWholePageIsDeletedTheDirectoryIsListedFromItsStart() {
    List<String> names = cutBeforeTheThirdPage();
    names.subList(1000, 2000).forEach(scene.broker()::delete);

    scene.program().clones();

    assertThat(scene.broker().requests("tree")).hasSizeLessThanOrEqualTo(14);
    assertThat(cursors().get(11)).isEqualTo("200 from the start");
    assertThat(scene.progress().filesSeen()).isEqualTo(1500);
    scene.isTheRemote();
  }

  @Test
  void aCursorThatIsForgottenWithinOneProcessIsReplacedByAnEarlierEntry() {
    List<String> names = scene.putFiles("/f%04d", 1500);
    AtomicInteger pages = new AtomicInteger();
    scene.broker().before(request -> {
      if (request.endpoint().equals("tree") && pages.incrementAndGet() == 2) {
        scene.broker().delete(names.get(999));
        scene.broker().delete(names.get(998));
      }
    });

    Program program = scene.program();
    program.clones();

    assertThat(cursors()).containsExactly(
        "200 from the start", "400 " + names.get(999), "400 " + names.get(998), "200 " + names.get(997));
    assertThat(program.tookOneCycle()).isTrue();
    scene.isTheRemote();
  }

  @Test
  void aFileUpdatedAfterItWasCopiedIsFreshAtCompletion() {
    List<String> names = scene.putFiles("/f%03d", 40);
    scene.broker().chaos("export:status=404");
    Program program = scene.program();
    program.onFilled(name -> {
      if (name.equals(names.get(20))) {
        scene.broker().put(names.get(3), "newer");
        scene.broker().put(names.get(20), "newer as well");
      }
    });

    program.clones(CONTENT);

    assertThat(scene.text(names.get(3))).isEqualTo("newer");
    scene.isTheRemoteWithContent();
  }

  @Test
  void aFileUpdatedAfterTheExportBroughtItIsFreshAtCompletion() {
    List<String> names = scene.putFiles("/f%03d", 40);
    scene.broker().before(request -> {
      if (request.endpoint().equals("tree")) {
        scene.broker().before(later -> {});
        scene.broker().put(names.get(3), "newer");
        scene.broker().delete(names.get(4));
        scene.broker().put("/created", "later");
        scene.broker().delete(names.get(5));
      }
    });

    scene.program().clones(CONTENT);

    assertThat(scene.text(names.get(3))).isEqualTo("newer");
    scene.isTheRemote();
  }

  @Test
  void aFileUpdatedBetweenTwoProcessesIsFreshAtCompletion() {
    List<String> names = scene.putFiles("/f%03d", 40);
    scene.broker().chaos("export:status=404");
    Program killed = scene.program();
    killed.onFilled(name -> {
      if (killed.filled().size() == 20) {
        throw killed.killed();
      }
    });
    killed.dies(CONTENT);
    scene.broker().put(names.get(3), "newer");
    scene.broker().delete(names.get(4));

    Program next = scene.program();
    next.clones(CONTENT);
    next.hydrates();

    assertThat(scene.text(names.get(3))).isEqualTo("newer");
    scene.isTheRemoteWithContent();
  }

  @Test
  void whatIsCreatedUpdatedAndDeletedDuringTheWalkIsAsTheRemoteHasItAtCompletion() {
    List<String> names = scene.putFiles("/f%04d", 3500);
    AtomicInteger page = new AtomicInteger();
    scene.broker().before(request -> {
      if (request.endpoint().equals("tree")) {
        int earlier = page.getAndIncrement() * 1000;
        changeAround(names, earlier);
      }
    });

    scene.program().clones();

    assertThat(page.get()).isEqualTo(4);
    scene.isTheRemote();
  }

  @Test
  void aFileReplacedByADirectoryDuringTheWalkIsOneAtCompletion() {
    scene.putFiles("/f%04d", 1100);
    scene.broker().put("/a", "a file");
    scene.broker().put("/b/c", "in a directory");
    scene.broker().before(request -> {
      if (request.cursor().isPresent()) {
        scene.broker().delete("/a");
        scene.broker().put("/a/now", "in a directory");
        scene.broker().delete("/b/c");
        scene.broker().put("/b", "a file");
      }
    });

    Program program = scene.program();
    program.clones();

    assertThat(scene.states()).containsEntry("/a/now", PathState.PLACEHOLDER).containsEntry("/b", PathState.PLACEHOLDER)
        .doesNotContainKeys("/a", "/b/c");
    scene.isTheRemote();
  }

  /** Changes what is listed, and what is still to be listed. */
  private void changeAround(List<String> names, int at) {
    for (int place : new int[]{at - 900, at + 1100}) {
      if (place >= 0 && place + 20 < names.size()) {
        scene.broker().put(names.get(place) + "-created", "created");
        scene.broker().put(names.get(place + 1), "updated");
        scene.broker().delete(names.get(place + 2));
        scene.broker().delete(names.get(place + 3));
        scene.broker().put(names.get(place + 3), "back again");
        scene.broker().put(names.get(place + 4) + "-passing", "created");
        scene.broker().delete(names.get(place + 4) + "-passing");
      }
    }
  }

  /** 2 500 names; two pages are here, and the process died when it asked for the third. */
  private List<String> cutBeforeTheThirdPage() {
    List<String> names = scene.putFiles("/f%04d", 2500);
    Program first = scene.program();
    AtomicInteger pages = new AtomicInteger();
    scene.broker().before(request -> {
      if (request.endpoint().equals("tree") && pages.incrementAndGet() == 3) {
        throw first.killed();
      }
    });
    first.dies(CloneRequest.PLAIN);
    scene.broker().before(request -> {});
    scene.broker().forgetRequests();
    assertThat(scene.count(PathState.PLACEHOLDER)).isEqualTo(2000);
    return names;
  }

  /** Every listing asked for: its status, and the cursor it was asked with. */
  private List<String> cursors() {
    return scene.broker().requests("tree").stream()
        .map(request -> request.status() + " " + request.cursor().orElse("from the start"))
        .toList();
  }
}
