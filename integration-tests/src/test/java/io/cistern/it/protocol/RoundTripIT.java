package io.cistern.it.protocol;

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
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.failure.Failure.RemoteCode;
import io.cistern.domain.time.Deadline;
import io.cistern.domain.workspace.ContentHash;
import io.cistern.domain.workspace.EventCursor;
import io.cistern.domain.workspace.TreeCursor;
import io.cistern.domain.workspace.TreeEntry;
import io.cistern.domain.workspace.TreePage;
import io.cistern.domain.workspace.Utf8Order;
import io.cistern.domain.workspace.WorkspaceEvent;
import io.cistern.domain.workspace.WorkspaceEvent.Kind;
import io.cistern.domain.workspace.WorkspacePath;
import io.cistern.http.client.HttpRemote;
import io.cistern.http.client.TokenSource;
import io.cistern.http.testing.TemporarySpool;
import io.cistern.it.support.LocalBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoundTripIT {
  private static final int MANY = 2_300;

  @TempDir
  Path temporary;

  private final Map<String, byte[]> files = new TreeMap<>(Utf8Order.COMPARATOR);
  private Path served;
  private LocalBroker broker;
  private RemoteWorkspace remote;

  @BeforeEach
  void open() throws IOException {
    served = Files.createDirectory(temporary.resolve("served"));
    Files.createDirectory(temporary.resolve("spool"));
    broker = LocalBroker.over(served, temporary.resolve("state"));
    remote = connect(broker.tokenFile());
  }

  @AfterEach
  void close() {
    remote.close();
    broker.close();
  }

  @Test
  void aListingOfManyPagesIsWholeAndInByteOrder() {
    for (int i = 0; i < MANY; i++) {
      save("/d%d/%s-%d.txt".formatted(i % 3, i % 2 == 0 ? "file" : "na\u00efve \u2603 \ud83d\ude00", i), "text " + i);
    }
    List<TreePage> pages = new ArrayList<>();

    List<TreeEntry> rows = list(remote, "/", 10, pages);

    assertThat(pages).hasSize(3).allSatisfy(page -> assertThat(page.totalFiles()).hasValue(MANY));
    assertThat(rows).extracting(TreeEntry::name).isSortedAccordingTo(Utf8Order.COMPARATOR).doesNotHaveDuplicates();
    assertThat(rows.stream().filter(TreeEntry::directory).map(TreeEntry::name)).containsExactly("/d0", "/d1", "/d2");
    List<TreeEntry> listed = rows.stream().filter(row -> !row.directory()).toList();
    assertThat(listed).extracting(TreeEntry::name).containsExactlyElementsOf(files.keySet());
    assertThat(listed).allSatisfy(row -> {
      assertThat(row.hash()).contains(Hashes.of(content(row.name())));
      assertThat(row.size()).isEqualTo(content(row.name()).length);
      assertThat(row.revision()).isPresent();
    });
  }

  @Test
  void depthAndDirectoryBoundAListing() {
    save("/a/b/c/deep", "deep");
    save("/a/x", "x");
    save("/ab", "beside");

    assertThat(names(list(remote, "/", 1, new ArrayList<>()))).containsExactly("/a", "/ab");
    assertThat(names(list(remote, "/a", 1, new ArrayList<>()))).containsExactly("/a/b", "/a/x");
    assertThat(names(list(remote, "/a", 2, new ArrayList<>()))).containsExactly("/a/b", "/a/b/c", "/a/x");
    assertThat(list(remote, "/nowhere", 5, new ArrayList<>())).isEmpty();
  }

  @Test
  void everyKindOfContentComesBackByteByByte() {
    kindsOfContent();

    files.forEach((path, bytes) -> {
      for (Lane lane : Lane.values()) {
        assertThat(remote.read(path(path), lane, Deadline.NEVER)).isInstanceOfSatisfying(
            ReadOutcome.Received.class, received -> {
              RemoteContent content = received.content();
              assertThat(content.name()).isEqualTo(path);
              assertThat(content.announcedHash()).contains(Hashes.of(bytes));
              assertThat(bytes(content)).as(path).isEqualTo(bytes);
            });
      }
    });
    assertThat(remote.read(path("/nowhere"), Lane.EAGER, Deadline.NEVER)).isInstanceOf(ReadOutcome.Gone.class);
  }

  @Test
  void anExportHoldsWhatTheFilesHold() {
    kindsOfContent();
    Map<String, ContentHash> exported = new TreeMap<>();

    ExportOutcome whole = remote.export(
        "/", content -> exported.put(content.name(), Hashes.of(bytes(content))), Deadline.NEVER);

    assertThat(whole).isEqualTo(new ExportOutcome.Finished(files.size()));
    Map<String, ContentHash> expected = new TreeMap<>();
    files.forEach((name, bytes) -> expected.put(name, Hashes.of(bytes)));
    assertThat(exported).isEqualTo(expected);
    List<String> part = new ArrayList<>();
    remote.export("/text", content -> part.add(content.name()), Deadline.NEVER);
    assertThat(part).isNotEmpty().allSatisfy(name -> assertThat(name).startsWith("/text/"));
  }

  @Test
  void editsMadeDirectlyInTheDirectoryBecomeEvents() {
    save("/stays", "stays");
    save("/goes", "goes");
    save("/changes", "before");
    list(remote, "/", 10, new ArrayList<>());
    EventCursor tip = tip();
    broker.looksAgain();

    save("/changes", "after, and longer");
    delete("/goes");
    save("/comes/\u00fcber", "new");

    List<WorkspaceEvent> events = events(tip, 1000);
    assertThat(events).extracting(event -> Map.entry(event.name(), event.kind())).containsExactlyInAnyOrder(
        Map.entry("/changes", Kind.UPDATED), Map.entry("/goes", Kind.DELETED),
        Map.entry("/comes/\u00fcber", Kind.CREATED));
    assertThat(events.stream().filter(event -> event.kind() != Kind.DELETED)).allSatisfy(
        event -> assertThat(event.hash()).contains(Hashes.of(content(event.name()))));
    assertThat(tip()).isEqualTo(events.getLast().cursor());
    assertThat(events(tip(), 1000)).isEmpty();
    assertThat(events(tip, 1)).isEqualTo(events.subList(0, 1));
    assertThat(events(events.getFirst().cursor(), 1000)).isEqualTo(events.subList(1, 3));
  }

  @Test
  void theFeedFromItsStartTellsOfEveryFile() {
    kindsOfContent();
    list(remote, "/", 10, new ArrayList<>());

    assertThat(events(EventCursor.START, 1000)).extracting(WorkspaceEvent::name)
        .containsExactlyInAnyOrderElementsOf(files.keySet());
  }

  @Test
  void aTokenThatWasRefusedIsReadAgain() throws IOException {
    save("/a", "a");
    Path token = temporary.resolve("token-of-mine");
    broker.writeToken(token, "fs:read");
    try (RemoteWorkspace mine = connect(token)) {
      assertThat(list(mine, "/", 1, new ArrayList<>())).hasSize(1);
      Files.writeString(token, "no.good.token\n");
      assertThat(list(mine, "/", 1, new ArrayList<>())).hasSize(1);
    }
    try (RemoteWorkspace mine = connect(token)) {
      assertThat(failure(() -> list(mine, "/", 1, new ArrayList<>())).code()).isEqualTo(RemoteCode.NOT_AUTHORISED);

      broker.writeToken(token, "fs:read");

      assertThat(list(mine, "/", 1, new ArrayList<>())).hasSize(1);
    }
    assertThat(broker.requests()).noneMatch(line -> line.contains("no.good.token"));
  }

  @Test
  void aTokenForAPartSeesThatPartAlone() {
    save("/docs/a", "a");
    save("/docs/sub/b", "b");
    save("/secret/c", "c");
    save("/docsy", "d");
    Path token = temporary.resolve("token-for-a-part");
    broker.writeToken(token, "relayfile:fs:read:/docs/**");
    try (RemoteWorkspace part = connect(token)) {
      assertThat(files(list(part, "/docs", 10, new ArrayList<>()))).containsExactly("/docs/a", "/docs/sub/b");
      assertThat(part.read(path("/docs/a"), Lane.EAGER, Deadline.NEVER)).isInstanceOf(ReadOutcome.Received.class);
      assertThat(part.read(path("/secret/c"), Lane.EAGER, Deadline.NEVER)).isInstanceOfSatisfying(
          ReadOutcome.Failed.class, failed -> assertThat(failed.failure().code()).isEqualTo(RemoteCode.FORBIDDEN));
      assertThat(failure(() -> list(part, "/", 10, new ArrayList<>())).code()).isEqualTo(RemoteCode.FORBIDDEN);
      assertThat(part.tip(Deadline.NEVER)).isInstanceOf(Feed.None.class);
    }
  }

  @Test
  void theBrokerSaysThatItIsWell() {
    assertThat(remote.healthy(Deadline.NEVER)).isTrue();
  }

  private void kindsOfContent() {
    byte[] noise = new byte[300_000];
    new Random(11).nextBytes(noise);
    save("/binary/noise", noise);
    save("/binary/zeros", new byte[5000]);
    save("/binary/half a character", new byte[]{'a', (byte) 0xc3});
    save("/empty", "");
    save("/text/ascii", "plain\n");
    save("/text/\u00e4\u2603\ud83d\ude00", "\u00e4\u2603\ud83d\ude00\u2028\r\n\t");
    save("/text/escapes", "<a href=\"x\">&amp;</a> \\u0041 \u0001\u001f\u007f");
    save("/text/nul", "a\0b");
    save("/text/bom", "\ufeffbom");
    save("/text/big", "0123456789\u00e9\n".repeat(200_000));
    save("/text/odd * [name]?&=%2f+ #", "odd");
  }

  private RemoteWorkspace connect(Path token) {
    return HttpRemote.connect(
        broker.workspace(), TokenSource.file(token), new TemporarySpool(temporary.resolve("spool")));
  }

  private void save(String path, String text) {
    save(path, text.getBytes(StandardCharsets.UTF_8));
  }

  private void save(String path, byte[] bytes) {
    try {
      Path file = served.resolve(path.substring(1));
      Files.createDirectories(file.getParent());
      Files.write(file, bytes);
      files.put(path, bytes);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private void delete(String path) {
    try {
      Files.delete(served.resolve(path.substring(1)));
      files.remove(path);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private byte[] content(String path) {
    return Optional.ofNullable(files.get(path)).orElseThrow();
  }

  private EventCursor tip() {
    Feed feed = remote.tip(Deadline.NEVER);
    assertThat(feed).isInstanceOf(Feed.At.class);
    return ((Feed.At) feed).tip();
  }

  private List<WorkspaceEvent> events(EventCursor since, int limit) {
    Events events = remote.events(since, limit, Deadline.NEVER);
    assertThat(events).isInstanceOf(Events.Page.class);
    return ((Events.Page) events).page().events();
  }

  private static List<TreeEntry> list(RemoteWorkspace remote, String directory, int depth, List<TreePage> pages) {
    List<TreeEntry> rows = new ArrayList<>();
    Optional<TreeCursor> from = Optional.empty();
    do {
      Listing listing = remote.tree(directory, depth, from, Deadline.NEVER);
      assertThat(listing).isInstanceOf(Listing.Page.class);
      TreePage page = ((Listing.Page) listing).page();
      pages.add(page);
      rows.addAll(page.entries());
      from = page.next();
    } while (from.isPresent());
    return rows;
  }

  private static List<String> names(List<TreeEntry> rows) {
    return rows.stream().map(TreeEntry::name).toList();
  }

  private static List<String> files(List<TreeEntry> rows) {
    return rows.stream().filter(row -> !row.directory()).map(TreeEntry::name).toList();
  }

  private static WorkspacePath path(String text) {
    return WorkspacePath.parse(text).orElseThrow();
  }

  private static byte[] bytes(RemoteContent content) {
    try (content) {
      return content.body().readAllBytes();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static Failure.Remote failure(ThrowingCallable call) {
    CisternException thrown = Assertions.catchThrowableOfType(CisternException.class, call);
    assertThat(thrown).isNotNull();
    return (Failure.Remote) thrown.failure();
  }
}
