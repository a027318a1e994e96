package io.cistern.application.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.port.Semantics;
import io.cistern.application.port.WorkspaceStore;
import io.cistern.application.port.WorkspaceStore.ContentIdentity;
import io.cistern.application.port.WorkspaceStore.Incoming;
import io.cistern.application.port.WorkspaceStore.Precondition;
import io.cistern.application.port.WorkspaceStore.Reading;
import io.cistern.application.port.WorkspaceStore.StoredChange;
import io.cistern.application.port.WorkspaceStore.StoredFile;
import io.cistern.application.port.WorkspaceStore.Write;
import io.cistern.application.port.WorkspaceStore.WriteOutcome;
import io.cistern.application.testing.ManualClock;
import io.cistern.domain.workspace.ContentHash;
import io.cistern.domain.workspace.WorkspacePath;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every workspace store promises. */
public abstract class WorkspaceStoreContract {
  protected final ManualClock clock = new ManualClock();
  protected WorkspaceStore store;

  /** An empty store on {@link #clock}. */
  protected abstract WorkspaceStore empty() throws IOException;

  @BeforeEach
  void takeAnEmptyStore() throws IOException {
    store = empty();
  }

  @AfterEach
  void closeTheStore() {
    store.close();
  }

  protected static WorkspacePath path(String text) {
    return WorkspacePath.parse(text).orElseThrow();
  }

  protected Write.Put wish(String path, String text, Precondition precondition) {
    return new Write.Put(path(path), kept(text), false, Optional.empty(), precondition, Optional.empty());
  }

  protected Incoming kept(String text) {
    return store.receive(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  protected StoredChange written(String path, String text) {
    WriteOutcome outcome =
        store.apply(List.of(wish(path, text, new Precondition.Anything())), "c-1").getFirst();
    return ((WriteOutcome.Applied) outcome).change();
  }

  protected String textOf(String path) throws IOException {
    Reading.Opened opened = (Reading.Opened) store.open(path(path));
    try (InputStream body = opened.body()) {
      return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  protected List<String> files() {
    List<String> names = new ArrayList<>();
    for (Optional<StoredFile> file = store.fileAtOrAfter("/"); file.isPresent(); file =
        store.fileAtOrAfter(names.getLast() + "\0")) {
      names.add(file.get().path().value());
    }
    return names;
  }

  protected List<String> directories() {
    List<String> names = new ArrayList<>();
    for (Optional<String> name = store.directoryAtOrAfter("/"); name.isPresent(); name =
        store.directoryAtOrAfter(name.get() + "\0")) {
      names.add(name.get());
    }
    return names;
  }

  @Test
  void startsWithoutFilesAndWithoutHistory() {
    assertThat(files()).isEmpty();
    assertThat(store.filesBelow("/")).isZero();
    assertThat(store.changesAfter(0, 10)).isEmpty();
    assertThat(store.changesBefore(Long.MAX_VALUE, 10)).isEmpty();
    assertThat(store.open(path("/a"))).isEqualTo(new Reading.Absent());
  }

  @Test
  void givesBackWhatWasWritten() throws IOException {
    StoredChange change = written("/notes/a.md", "hello");

    StoredFile file = store.find(path("/notes/a.md")).orElseThrow();
    assertThat(textOf("/notes/a.md")).isEqualTo("hello");
    assertThat(file.number()).isEqualTo(change.number());
    assertThat(file.revision().value()).isEqualTo(change.revision());
    assertThat(file.size()).isEqualTo(5);
    assertThat(file.base64()).isFalse();
    assertThat(change.hash()).contains(file.hash());
    assertThat(file.hash().hex()).isEqualTo("2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
  }

  @Test
  void knowsTheHashOfAnEmptyFile() {
    written("/empty", "");

    assertThat(store.find(path("/empty")).orElseThrow().hash()).isEqualTo(ContentHash.OF_NOTHING);
  }

  @Test
  void listsInByteOrderAndCountsWhatLiesBelow() {
    for (String name : List.of("/b", "/a/x", "/a-b", "/a.txt", "/a/c/d", "/\uFF5E", "/\uD83D\uDE00")) {
      written(name, "x");
    }

    assertThat(files())
        .containsExactly("/a-b", "/a.txt", "/a/c/d", "/a/x", "/b", "/\uFF5E", "/\uD83D\uDE00");
    assertThat(directories()).containsExactly("/a", "/a/c");
    assertThat(store.filesBelow("/")).isEqualTo(7);
    assertThat(store.filesBelow("/a")).isEqualTo(2);
    assertThat(store.filesBelow("/nowhere")).isZero();
  }

  @Test
  void forgetsADirectoryWithItsLastFile() {
    written("/a/b/c", "x");

    store.apply(List.of(new Write.Remove(path("/a/b/c"), new Precondition.Anything())), "c");

    assertThat(files()).isEmpty();
    assertThat(directories()).isEmpty();
  }

  @Test
  void createsOnlyWhereNothingIsWhenAskedTo() {
    WriteOutcome first = store.apply(List.of(wish("/a", "1", new Precondition.Absent())), "c").getFirst();
    WriteOutcome second = store.apply(List.of(wish("/a", "2", new Precondition.Absent())), "c").getFirst();

    assertThat(first).isInstanceOf(WriteOutcome.Applied.class);
    assertThat(second).isEqualTo(new WriteOutcome.Conflict(store.find(path("/a")).orElseThrow()));
  }

  @Test
  void overwritesOnlyTheRevisionNamed() throws IOException {
    StoredChange first = written("/a", "1");

    WriteOutcome other = store.apply(List.of(wish("/a", "x", new Precondition.At("rev_999"))), "c").getFirst();
    WriteOutcome current = store.apply(List.of(wish("/a", "2", new Precondition.At(first.revision()))), "c").getFirst();
    WriteOutcome absent = store.apply(List.of(wish("/b", "x", new Precondition.At("rev_1"))), "c").getFirst();

    assertThat(other).isInstanceOf(WriteOutcome.Conflict.class);
    assertThat(current).isInstanceOf(WriteOutcome.Applied.class);
    assertThat(absent).isEqualTo(new WriteOutcome.Missing());
    assertThat(textOf("/a")).isEqualTo("2");
  }

  @Test
  void removesTheRevisionNamedAndMissesWhatIsNotThere() {
    StoredChange first = written("/a", "1");

    assertThat(remove("/a", new Precondition.Absent())).isInstanceOf(WriteOutcome.Conflict.class);
    assertThat(remove("/a", new Precondition.At("rev_999"))).isInstanceOf(WriteOutcome.Conflict.class);
    assertThat(remove("/a", new Precondition.At(first.revision()))).isInstanceOf(WriteOutcome.Applied.class);
    assertThat(remove("/a", new Precondition.Anything())).isEqualTo(new WriteOutcome.Missing());
  }

  private WriteOutcome remove(String path, Precondition precondition) {
    return store.apply(List.of(new Write.Remove(path(path), precondition)), "c").getFirst();
  }

  @Test
  void refusesAFileWhereADirectoryIsAndTheOtherWayRound() {
    written("/a/b", "x");

    assertThat(store.apply(List.of(wish("/a", "x", new Precondition.Anything())), "c").getFirst())
        .isInstanceOf(WriteOutcome.Blocked.class);
    assertThat(store.apply(List.of(wish("/a/b/c", "x", new Precondition.Anything())), "c").getFirst())
        .isInstanceOf(WriteOutcome.Blocked.class);
  }

  @Test
  void writesOneAfterTheOtherEvenWithinABatch() throws IOException {
    List<WriteOutcome> outcomes = store.apply(
        List.of(
            wish("/a", "1", new Precondition.Absent()),
            wish("/a", "2", new Precondition.Absent()),
            wish("/a/below", "3", new Precondition.Absent()),
            wish("/b", "4", new Precondition.Absent())),
        "c");

    assertThat(outcomes.get(0)).isInstanceOf(WriteOutcome.Applied.class);
    assertThat(outcomes.get(1)).isInstanceOf(WriteOutcome.Conflict.class);
    assertThat(outcomes.get(2)).isInstanceOf(WriteOutcome.Blocked.class);
    assertThat(outcomes.get(3)).isInstanceOf(WriteOutcome.Applied.class);
    assertThat(files()).containsExactly("/a", "/b");
    assertThat(textOf("/a")).isEqualTo("1");
  }

  @Test
  void answersARepeatedIdentityWithWhatItDidThen() throws IOException {
    WriteOutcome.Applied first = (WriteOutcome.Applied) identified("/a", "1", "k1", Duration.ZERO);

    WriteOutcome again = identified("/b", "2", "k1", Duration.ZERO);
    WriteOutcome other = identified("/b", "3", "k2", Duration.ZERO);

    assertThat(again).isEqualTo(new WriteOutcome.Repeated(first.change()));
    assertThat(other).isInstanceOf(WriteOutcome.Applied.class);
    assertThat(textOf("/a")).isEqualTo("1");
    assertThat(textOf("/b")).isEqualTo("3");
  }

  @Test
  void forgetsAnIdentityWhenItsTimeIsOver() {
    identified("/a", "1", "k1", Duration.ofSeconds(60));

    clock.advance(Duration.ofSeconds(59));
    WriteOutcome before = identified("/a", "2", "k1", Duration.ofSeconds(60));
    clock.advance(Duration.ofSeconds(1));
    WriteOutcome after = identified("/a", "3", "k1", Duration.ofSeconds(60));

    assertThat(before).isInstanceOf(WriteOutcome.Repeated.class);
    assertThat(after).isInstanceOf(WriteOutcome.Applied.class);
  }

  protected WriteOutcome identified(String path, String text, String key, Duration ttl) {
    Write wish = new Write.Put(path(path), kept(text), false, Optional.empty(), new Precondition.Anything(),
        Optional.of(new ContentIdentity("mount-command", key, ttl)));
    return store.apply(List.of(wish), "").getFirst();
  }

  @Test
  void tellsItsHistoryFromBothEnds() {
    List<Long> numbers = IntStream.range(0, 200).mapToObj(i -> written("/f" + i, "x").number()).toList();

    assertThat(store.changesAfter(0, 1000)).extracting(StoredChange::number).isEqualTo(numbers);
    assertThat(store.changesAfter(numbers.get(98), 3)).extracting(StoredChange::number)
        .isEqualTo(numbers.subList(99, 102));
    assertThat(store.changesBefore(Long.MAX_VALUE, 1)).extracting(StoredChange::number)
        .containsExactly(numbers.getLast());
    assertThat(store.changesBefore(numbers.get(100), 3)).extracting(StoredChange::number)
        .isEqualTo(numbers.subList(97, 100).reversed());
    assertThat(store.changesAfter(numbers.getLast(), 10)).isEmpty();
    assertThat(store.changesBefore(numbers.getFirst(), 10)).isEmpty();
    assertThat(store.change(numbers.get(70))).map(StoredChange::path).contains("/f70");
    assertThat(store.change(numbers.getLast() + 1)).isEmpty();
    assertThat(numbers).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void remembersWhoChangedWhatAndAsWhat() {
    Write wish = new Write.Put(path("/a"), kept("x"), true, Optional.of("image/png"), new Precondition.Anything(),
        Optional.empty());
    store.apply(List.of(wish), "corr-7");
    written("/a", "y");
    remove("/a", new Precondition.Anything());

    List<StoredChange> history = store.changesAfter(0, 10);
    assertThat(history).extracting(StoredChange::kind)
        .containsExactly(StoredChange.Kind.CREATED, StoredChange.Kind.UPDATED, StoredChange.Kind.DELETED);
    assertThat(history.getFirst().contentType()).isEqualTo("image/png");
    assertThat(history.getFirst().correlationId()).isEqualTo("corr-7");
    assertThat(history.getFirst().byAgent()).isTrue();
    assertThat(history.getLast().hash()).isEmpty();
  }

  @Test
  void keepsTheFormInWhichContentTravels() {
    store.apply(
        List.of(new Write.Put(path("/sent"), kept("plain"), true, Optional.empty(), new Precondition.Anything(),
            Optional.empty())),
        "c");
    written("/text", "plain");
    Incoming binary = store.receive(new ByteArrayInputStream(new byte[]{(byte) 0xff, 0}));
    store.apply(
        List.of(new Write.Put(path("/binary"), binary, false, Optional.empty(), new Precondition.Anything(),
            Optional.empty())),
        "c");
    written("/limit", "x".repeat((int) WorkspaceStore.TEXT_LIMIT));
    written("/long", "x".repeat((int) WorkspaceStore.TEXT_LIMIT + 1));

    assertThat(base64("/sent")).isTrue();
    assertThat(base64("/text")).isFalse();
    assertThat(base64("/binary")).isTrue();
    assertThat(base64("/limit")).isFalse();
    assertThat(base64("/long")).isTrue();
  }

  @Test
  void keepsWhatIsSaidAboutAFileUntilSomethingElseIsSaid() {
    Semantics first = new Semantics(Map.of("owner", "ann"), List.of("b", "a"), List.of(), List.of("draft"));
    Semantics second = new Semantics(Map.of(), List.of(), List.of("public"), List.of());

    assertThat(said("/a", Semantics.NONE)).isEqualTo(Semantics.NONE);
    assertThat(said("/a", first)).isEqualTo(first);
    assertThat(said("/a", Semantics.NONE)).isEqualTo(first);
    assertThat(said("/a", second)).isEqualTo(second);
    assertThat(said("/b", Semantics.NONE)).isEqualTo(Semantics.NONE);

    remove("/a", new Precondition.Anything());
    assertThat(said("/a", Semantics.NONE)).isEqualTo(Semantics.NONE);
  }

  private Semantics said(String path, Semantics semantics) {
    Write wish = new Write.Put(
        path(path), kept("x"), false, Optional.empty(), semantics, new Precondition.Anything(), Optional.empty());
    store.apply(List.of(wish), "c");
    return store.find(path(path)).orElseThrow().semantics();
  }

  private boolean base64(String path) {
    return store.find(path(path)).orElseThrow().base64();
  }

  @Test
  void countsWhatIsHiddenByADot() {
    written("/.env", "x");
    written("/.git/config", "x");
    written("/a/b.txt", "x");

    assertThat(store.dotFiles()).isEqualTo(2);
  }

  @Test
  void leavesNothingOfABodyThatIsNotWritten() {
    kept("never written").close();

    assertThat(files()).isEmpty();
    assertThat(store.changesAfter(0, 10)).isEmpty();
  }
}
