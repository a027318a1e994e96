package io.cistern.it.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.clone.CloneRequest;
import io.cistern.domain.failure.Failure;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A removal of most of a complete mirror needs a person's word; a bootstrap removes nothing that anybody has used. */
class MassRemovalIT {
  private static final Pattern TOKEN = Pattern.compile("--confirm (\\w+)`");

  private final Scene scene = new Scene(14);

  @AfterEach
  void theMirrorIsSoundAndTheWireIsQuiet() {
    scene.isSound();
  }

  @Test
  void isRefusedWithoutItsTokenAndChangesNothing() {
    List<String> names = completeAndHalfRemoved();

    Failure failure = scene.program().fails(CloneRequest.PLAIN);

    assertThat(failure).isInstanceOf(Failure.RefusedMassRemoval.class);
    assertThat(failure.message()).contains("150 of 300");
    assertThat(scene.states()).containsOnlyKeys(names);
    assertThat(scene.mirror().visibleNames()).hasSize(300);
    assertThat(scene.program().fails(CloneRequest.PLAIN.confirmedBy("000000000000"))).isEqualTo(failure);
  }

  @Test
  void isAllowedOnceByTheTokenThatTheRefusalNamed() {
    completeAndHalfRemoved();
    String token = tokenOf(scene.program().fails(CloneRequest.PLAIN));

    scene.program().clones(CloneRequest.PLAIN.confirmedBy(token));

    scene.isTheRemote();
    assertThat(scene.states()).hasSize(150);
  }

  @Test
  void ofOtherFilesNeedsAnotherToken() {
    List<String> names = completeAndHalfRemoved();
    String token = tokenOf(scene.program().fails(CloneRequest.PLAIN));
    scene.broker().delete(names.getLast());

    Failure again = scene.program().fails(CloneRequest.PLAIN.confirmedBy(token));

    assertThat(again).isInstanceOf(Failure.RefusedMassRemoval.class);
    assertThat(tokenOf(again)).isNotEqualTo(token);
    assertThat(scene.states()).hasSize(300);
  }

  @Test
  void isNotOneWhenTheFilesCameBack() {
    List<String> names = completeAndHalfRemoved();
    names.subList(0, 100).forEach(name -> scene.broker().put(name, "there again"));

    scene.program().clones();

    scene.isTheRemote();
    assertThat(scene.states()).hasSize(250);
  }

  @Test
  void aFewRemovalsNeedNobodysWord() {
    List<String> names = scene.putFiles("/f%03d", 300);
    scene.program().clones();
    names.subList(0, 100).forEach(scene.broker()::delete);

    scene.program().clones();

    scene.isTheRemote();
  }

  @Test
  void isNeverOneDuringABootstrap() {
    List<String> names = scene.putFiles("/f%04d", 1300);
    AtomicInteger pages = new AtomicInteger();
    scene.broker().before(request -> {
      if (request.endpoint().equals("tree") && pages.incrementAndGet() == 2) {
        names.subList(0, 900).forEach(scene.broker()::delete);
      }
    });

    scene.program().clones();

    assertThat(scene.progress().complete()).isTrue();
    scene.isTheRemote();
  }

  private List<String> completeAndHalfRemoved() {
    List<String> names = scene.putFiles("/f%03d", 300);
    scene.program().clones();
    names.subList(0, 150).forEach(scene.broker()::delete);
    return names;
  }

  private static String tokenOf(Failure refusal) {
    Matcher matcher = TOKEN.matcher(refusal.message());
    assertThat(matcher.find()).as(refusal.message()).isTrue();
    return matcher.group(1);
  }
}
