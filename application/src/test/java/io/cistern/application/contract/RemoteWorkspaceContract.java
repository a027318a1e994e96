package io.cistern.application.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.port.RemoteContent;
import io.cistern.application.port.RemoteWorkspace;
import io.cistern.application.port.RemoteWorkspace.Events;
import io.cistern.application.port.RemoteWorkspace.ExportOutcome;
import io.cistern.application.port.RemoteWorkspace.Feed;
import io.cistern.application.port.RemoteWorkspace.Lane;
import io.cistern.application.port.RemoteWorkspace.Listing;
import io.cistern.application.port.RemoteWorkspace.ReadOutcome;
import io.cistern.application.testing.Hashes;
import io.cistern.domain.time.Deadline;
import io.cistern.domain.workspace.EventCursor;
import io.cistern.domain.workspace.EventPage;
import io.cistern.domain.workspace.TreeCursor;
import io.cistern.domain.workspace.TreeEntry;
import io.cistern.domain.workspace.TreePage;
import io.cistern.domain.workspace.WorkspaceEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a remote workspace has to answer. */
public abstract class RemoteWorkspaceContract {
  private Fixture fixture;
  private RemoteWorkspace remote;

  /** A workspace and somebody who writes to it. */
  public interface Fixture extends AutoCloseable {
    RemoteWorkspace remote();

    void put(String path, byte[] bytes);

    void delete(String path);

    @Override
    void close();
  }

  /** A fresh, empty workspace. */
  protected abstract Fixture create();

  @BeforeEach
  void open() {
    fixture = create();
    remote = fixture.remote();
  }

  @AfterEach
  void close() {
    remote.close();
    fixture.close();
  }

  @Test
  void anEmptyWorkspaceListsAsNothing() {
    assertThat(remote.healthy(Deadline.NEVER)).isTrue();
    assertThat(page("/", 10, Optional.empty()).entries()).isEmpty();
    assertThat(tip()).isEqualTo(EventCursor.START);
    assertThat(events(EventCursor.START, 10).events()).isEmpty();
  }

  @Test
  void listsFilesAndDirectoriesInByteOrderDownToTheDepthAskedFor() {
    List.of("/a/x", "/a-b", "/a/deep/er/y", "/z").forEach(path -> put(path, path));

    TreePage page = page("/", 2, Optional.empty());

    assertThat(page.entries()).extracting(TreeEntry::name)
        .containsExactly("/a", "/a-b", "/a/deep", "/a/x", "/z");
    assertThat(page.entries()).filteredOn(TreeEntry::directory).extracting(TreeEntry::name)
        .containsExactly("/a", "/a/deep");
    assertThat(page.next()).isEmpty();
    assertThat(page("/a/deep", 2, Optional.empty()).entries()).extracting(TreeEntry::name)
        .containsExactly("/a/deep/er", "/a/deep/er/y");
  }

  @Test
  void aRowTellsRevisionHashAndTime() {
    put("/a", "content");

    TreeEntry row = page("/", 10, Optional.empty()).entries().getFirst();

    assertThat(row.revision()).isPresent();
    assertThat(row.hash()).contains(Hashes.of("content"));
    assertThat(row.size()).isEqualTo(7);
    assertThat(row.updatedAt()).isPresent();
  }

  @Test
  void pagesJoinWithoutGapOrOverlapAndALostCursorIsAnAnswer() {
    IntStream.range(0, 2500).forEach(i -> put("/f%04d".formatted(i), "f"));

    List<String> names = new ArrayList<>();
    TreePage page = page("/", 1, Optional.empty());
    page.entries().forEach(entry -> names.add(entry.name()));
    while (page.next().isPresent()) {
      page = page("/", 1, page.next());
      page.entries().forEach(entry -> names.add(entry.name()));
    }

    assertThat(names).hasSize(2500).isSorted().doesNotHaveDuplicates();
    assertThat(remote.tree("/", 1, Optional.of(new TreeCursor("/no-such-name")), Deadline.NEVER))
        .isInstanceOf(Listing.CursorGone.class);
  }

  @Test
  void readsAFileWithItsRevisionAndHash() throws IOException {
    byte[] binary = {0, 1, (byte) 0xff, (byte) 0xc3, 10};
    fixture.put("/text", "gr\u00fc\u00dfe <&>".getBytes(StandardCharsets.UTF_8));
    fixture.put("/binary", binary);
    fixture.put("/empty", new byte[0]);

    assertThat(read("/text")).isEqualTo("gr\u00fc\u00dfe <&>".getBytes(StandardCharsets.UTF_8));
    assertThat(read("/binary")).isEqualTo(binary);
    assertThat(read("/empty")).isEmpty();
  }

  @Test
  void aFileThatIsNotThereIsGone() {
    for (Lane lane : Lane.values()) {
      assertThat(remote.read(Facts.path("/nowhere"), lane, Deadline.NEVER)).isInstanceOf(ReadOutcome.Gone.class);
    }
  }

  @Test
  void eventsFollowAPlaceInOrderAndTheTipIsTheLast() {
    put("/a", "a");
    EventCursor before = tip();
    put("/a", "newer");
    put("/b", "b");
    fixture.delete("/a");

    List<WorkspaceEvent> events = events(before, 100).events();

    assertThat(events).extracting(WorkspaceEvent::name).containsExactly("/a", "/b", "/a");
    assertThat(events).extracting(WorkspaceEvent::kind).containsExactly(
        WorkspaceEvent.Kind.UPDATED, WorkspaceEvent.Kind.CREATED, WorkspaceEvent.Kind.DELETED);
    assertThat(events.get(0).hash()).contains(Hashes.of("newer"));
    assertThat(events.getLast().cursor()).isEqualTo(tip());
    assertThat(events(tip(), 100)).isEqualTo(new EventPage(List.of(), false));
  }

  @Test
  void aPageOfEventsSaysWhetherMoreFollow() {
    IntStream.range(0, 5).forEach(i -> put("/f" + i, "f"));

    EventPage first = events(EventCursor.START, 3);
    EventPage second = events(first.events().getLast().cursor(), 3);

    assertThat(first.events()).hasSize(3);
    assertThat(first.more()).isTrue();
    assertThat(second.events()).hasSize(2);
    assertThat(second.more()).isFalse();
  }

  @Test
  void exportsEveryFileBelowADirectory() {
    put("/docs/a", "a");
    put("/docs/b", "b");
    put("/other", "o");
    List<String> names = new ArrayList<>();

    ExportOutcome outcome = remote.export(
        "/docs", content -> {
          try (RemoteContent one = content) {
            names.add(one.name() + "=" + new String(one.body().readAllBytes(), StandardCharsets.UTF_8));
          } catch (IOException broken) {
            throw new IllegalStateException(broken);
          }
        },
        Deadline.NEVER);

    assertThat(outcome).isEqualTo(new ExportOutcome.Finished(2));
    assertThat(names).containsExactly("/docs/a=a", "/docs/b=b");
  }

  private void put(String path, String text) {
    fixture.put(path, text.getBytes(StandardCharsets.UTF_8));
  }

  private TreePage page(String directory, int depth, Optional<TreeCursor> from) {
    return ((Listing.Page) remote.tree(directory, depth, from, Deadline.NEVER)).page();
  }

  private EventPage events(EventCursor since, int limit) {
    return ((Events.Page) remote.events(since, limit, Deadline.NEVER)).page();
  }

  private EventCursor tip() {
    return ((Feed.At) remote.tip(Deadline.NEVER)).tip();
  }

  private byte[] read(String path) throws IOException {
    ReadOutcome outcome = remote.read(Facts.path(path), Lane.EAGER, Deadline.NEVER);
    try (RemoteContent content = ((ReadOutcome.Received) outcome).content()) {
      byte[] bytes = content.body().readAllBytes();
      assertThat(content.name()).isEqualTo(path);
      assertThat(content.announcedHash()).contains(Hashes.of(bytes));
      return bytes;
    }
  }
}
