package io.cistern.application.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.port.HeldLock;
import io.cistern.application.port.WorkingTree.Look;
import io.cistern.application.port.WorkingTree.Named;
import io.cistern.application.port.WorkingTree.Settled;
import io.cistern.application.port.WorkingTree.Switch;
import io.cistern.application.testing.Hashes;
import io.cistern.domain.journal.Sequence;
import io.cistern.domain.publish.Expected;
import io.cistern.domain.publish.Publication;
import io.cistern.domain.publish.StagedContent;
import io.cistern.domain.publish.Target;
import io.cistern.domain.time.Deadline;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a working tree has to do with a name, whatever a person does to it. */
public abstract class WorkingTreeContract {
  private MirrorFixture mirror;
  private HeldLock held;

  /** A fresh, empty mirror. */
  protected abstract MirrorFixture create();

  @BeforeEach
  void open() {
    mirror = create();
    held = mirror.lock().acquire(Deadline.NEVER).orElseThrow();
  }

  @AfterEach
  void close() {
    held.close();
    mirror.close();
  }

  @Test
  void createsAPlaceholderWithTheDirectoriesOnItsWay() {
    assertThat(publish(1, Facts.create("/deep/down/a"))).isInstanceOf(Settled.Published.class);

    assertThat(mirror.visible("/deep/down/a")).contains("");
    assertThat(mirror.tree().look(Facts.path("/deep/down/a"))).isInstanceOfSatisfying(
        Look.File.class, file -> assertThat(file.placeholder()).isTrue());
    assertThat(mirror.tree().look(Facts.path("/deep"))).isInstanceOf(Look.NotAFile.class);
    assertThat(mirror.tree().look(Facts.path("/nothing"))).isEqualTo(new Look.Absent());
  }

  @Test
  void fillsAPlaceholderAndRemembersHowItLooks() {
    publish(1, Facts.create("/a"));
    StagedContent staged = Facts.staged(mirror, "content");

    Settled settled = publish(2, Facts.fill("/a", staged));

    assertThat(mirror.visible("/a")).contains("content");
    assertThat(mirror.tree().hash(Facts.path("/a"))).contains(Hashes.of("content"));
    assertThat(settled).isInstanceOfSatisfying(Settled.Published.class,
        published -> assertThat(published.memo()).hasValueSatisfying(memo -> {
          assertThat(memo.size()).isEqualTo(7);
          assertThat(memo.modified()).isEqualTo(staged.modified());
        }));
    assertThat(mirror.tree().look(Facts.path("/a"))).isInstanceOfSatisfying(Look.File.class,
        file -> assertThat(file.memo().sameLook(((Settled.Published) settled).memo().orElseThrow())).isTrue());
  }

  @Test
  void replacesWhatItPublishedBefore() {
    StagedContent old = Facts.staged(mirror, "old");
    publish(1, Facts.create("/a"));
    publish(2, Facts.fill("/a", old));

    assertThat(publish(3, Facts.replace("/a", old, Facts.staged(mirror, "new")))).isInstanceOf(
        Settled.Published.class);

    assertThat(mirror.visible("/a")).contains("new");
  }

  @Test
  void removesOnlyWhatItExpects() {
    StagedContent old = Facts.staged(mirror, "old");
    publish(1, Facts.create("/d/a"));
    publish(2, Facts.fill("/d/a", old));
    mirror.personWrites("/d/a", "mine");
    assertThat(publish(3, Facts.remove("/d/a", old))).isInstanceOf(Settled.Yielded.class);
    assertThat(mirror.visible("/d/a")).contains("mine");
    mirror.personWrites("/d/a", "old");

    assertThat(publish(4, Facts.remove("/d/a", old))).isInstanceOf(Settled.Published.class);

    assertThat(mirror.visible("/d/a")).isEmpty();
    assertThat(mirror.tree().look(Facts.path("/d/a"))).isEqualTo(new Look.Absent());
  }

  @Test
  void removesAPlaceholder() {
    publish(1, Facts.create("/a"));

    publish(2, new Publication(Facts.path("/a"), new Expected.Placeholder(), new Target.Nothing()));

    assertThat(mirror.visible("/a")).isEmpty();
  }

  @Test
  void givesContentBackAndKeepsTheName() {
    StagedContent old = Facts.staged(mirror, "old");
    publish(1, Facts.create("/d/a"));
    publish(2, Facts.fill("/d/a", old));

    assertThat(publish(3, Facts.giveBack("/d/a", old, Facts.placeholder(mirror)))).isInstanceOfSatisfying(
        Settled.Published.class, published -> assertThat(published.memo()).isPresent());

    assertThat(mirror.visible("/d/a")).contains("");
    assertThat(mirror.tree().look(Facts.path("/d/a"))).isInstanceOfSatisfying(
        Look.File.class, file -> assertThat(file.placeholder()).isTrue());
  }

  @Test
  void givesNothingBackThatAPersonHasTouched() {
    StagedContent old = Facts.staged(mirror, "old");
    publish(1, Facts.create("/a"));
    publish(2, Facts.fill("/a", old));
    mirror.personWrites("/a", "mine");
    assertThat(publish(3, Facts.giveBack("/a", old, Facts.placeholder(mirror)))).isInstanceOf(Settled.Yielded.class);
    assertThat(mirror.visible("/a")).contains("mine");

    mirror.personWrites("/a", "");
    assertThat(publish(4, Facts.giveBack("/a", old, Facts.placeholder(mirror)))).isInstanceOf(Settled.Yielded.class);

    mirror.personRemoves("/a");
    assertThat(publish(5, Facts.giveBack("/a", old, Facts.placeholder(mirror)))).isInstanceOf(Settled.Yielded.class);
    assertThat(mirror.visible("/a")).isEmpty();
  }

  @Test
  void repeatingChangesNothing() {
    StagedContent staged = Facts.staged(mirror, "content");
    publish(1, Facts.create("/a"));
    List<Publication> fill = List.of(Facts.fill("/a", staged));
    mirror.tree().publish(held, new Sequence(2), fill);

    List<Switch> again = mirror.tree().publish(held, new Sequence(2), fill);
    mirror.tree().force(held, again);

    assertThat(mirror.tree().settle(held, again)).hasOnlyElementsOfType(Settled.Published.class);
    assertThat(mirror.tree().settle(held, again)).hasOnlyElementsOfType(Settled.Published.class);
    mirror.tree().drop(held, again);
    assertThat(mirror.visible("/a")).contains("content");
  }

  @Test
  void aPersonsFileKeepsItsNameAgainstEverything() {
    mirror.personWrites("/a", "mine");
    StagedContent staged = Facts.staged(mirror, "remote");

    assertThat(publish(1, Facts.create("/a"))).isInstanceOf(Settled.Yielded.class);
    assertThat(publish(2, Facts.fill("/a", staged))).isInstanceOf(Settled.Yielded.class);

    assertThat(mirror.visible("/a")).contains("mine");
  }

  @Test
  void aPlaceholderThatAPersonRemovedIsNotBroughtBack() {
    publish(1, Facts.create("/a"));
    mirror.personRemoves("/a");

    assertThat(publish(2, Facts.fill("/a", Facts.staged(mirror, "remote")))).isInstanceOfSatisfying(
        Settled.Yielded.class, yielded -> assertThat(yielded.visible()).isEqualTo(new Look.Absent()));

    assertThat(mirror.visible("/a")).isEmpty();
  }

  @Test
  void whatIsNoFileIsNeitherFollowedNorReplaced() {
    mirror.personPutsNoFile("/a");

    assertThat(publish(1, Facts.create("/a"))).isInstanceOf(Settled.Yielded.class);
    assertThat(publish(2, Facts.create("/a/b"))).isInstanceOf(Settled.Yielded.class);

    assertThat(mirror.tree().look(Facts.path("/a"))).isInstanceOf(Look.NotAFile.class);
    assertThat(mirror.tree().hash(Facts.path("/a"))).isEmpty();
    assertThat(mirror.tree().open(Facts.path("/a"))).isEmpty();
  }

  @Test
  void aGroupIsSwitchedNameByName() {
    mirror.personWrites("/b", "mine");
    List<Switch> switches = mirror.tree().publish(
        held, new Sequence(1), List.of(Facts.create("/a"), Facts.create("/b"), Facts.create("/c")));
    mirror.tree().force(held, switches);

    List<Settled> settled = mirror.tree().settle(held, switches);

    assertThat(settled.get(0)).isInstanceOf(Settled.Published.class);
    assertThat(settled.get(1)).isInstanceOf(Settled.Yielded.class);
    assertThat(settled.get(2)).isInstanceOf(Settled.Published.class);
  }

  @Test
  void movesAFileAsAWholeAndOnlyOnce() {
    StagedContent old = Facts.staged(mirror, "content");
    publish(1, Facts.create("/d/a"));
    publish(2, Facts.fill("/d/a", old));
    List<Publication> move = Facts.move("/d/a", "/e/b", old);

    assertThat(settled(3, move)).hasOnlyElementsOfType(Settled.Published.class);
    assertThat(settled(3, move)).hasOnlyElementsOfType(Settled.Published.class);

    assertThat(mirror.visible("/e/b")).contains("content");
    assertThat(mirror.tree().look(Facts.path("/d/a"))).isEqualTo(new Look.Absent());
    assertThat(mirror.tree().list("/")).extracting(Named::name).containsExactly("/e");
  }

  @Test
  void aMoveThatMeetsSomethingMovesNothing() {
    StagedContent old = Facts.staged(mirror, "content");
    publish(1, Facts.create("/a"));
    publish(2, Facts.fill("/a", old));
    mirror.personWrites("/b", "mine");

    assertThat(settled(3, Facts.move("/a", "/b", old))).hasOnlyElementsOfType(Settled.Yielded.class);
    assertThat(mirror.visible("/a")).contains("content");
    assertThat(mirror.visible("/b")).contains("mine");

    mirror.personWrites("/a", "mine, too");
    assertThat(settled(4, Facts.move("/a", "/c", old))).hasOnlyElementsOfType(Settled.Yielded.class);
    assertThat(mirror.visible("/a")).contains("mine, too");

    mirror.personRemoves("/a");
    assertThat(settled(5, Facts.move("/a", "/c", old)))
        .as("a file that a person removed has not been moved").hasOnlyElementsOfType(Settled.Yielded.class);
    assertThat(mirror.visible("/c")).isEmpty();
  }

  @Test
  void listsWhatADirectoryHolds() {
    publish(1, Facts.create("/d/e/a"));
    publish(2, Facts.create("/d/b"));
    mirror.personPutsNoFile("/d/c");

    assertThat(mirror.tree().list("/")).containsExactly(new Named("/d", Named.Kind.DIRECTORY));
    assertThat(mirror.tree().list("/d")).containsExactlyInAnyOrder(
        new Named("/d/e", Named.Kind.DIRECTORY), new Named("/d/b", Named.Kind.FILE),
        new Named("/d/c", Named.Kind.OTHER));
    assertThat(mirror.tree().list("/nowhere")).isEmpty();
  }

  private List<Settled> settled(long at, List<Publication> publications) {
    List<Switch> switches = mirror.tree().publish(held, new Sequence(at), publications);
    mirror.tree().force(held, switches);
    return mirror.tree().settle(held, switches);
  }

  private Settled publish(long at, Publication publication) {
    return Facts.published(mirror.tree(), held, at, publication);
  }
}
