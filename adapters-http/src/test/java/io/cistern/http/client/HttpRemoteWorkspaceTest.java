package io.cistern.http.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.port.RemoteContent;
import io.cistern.application.port.RemoteWorkspace.Events;
import io.cistern.application.port.RemoteWorkspace.Feed;
import io.cistern.application.port.RemoteWorkspace.Lane;
import io.cistern.application.port.RemoteWorkspace.Listing;
import io.cistern.application.port.RemoteWorkspace.ReadOutcome;
import io.cistern.domain.failure.Failure.RemoteCode;
import io.cistern.domain.workspace.ContentHash;
import io.cistern.domain.workspace.EventCursor;
import io.cistern.domain.workspace.Revision;
import io.cistern.domain.workspace.TreeCursor;
import io.cistern.domain.workspace.WorkspaceEvent.Kind;
import io.cistern.domain.workspace.WorkspacePath;
import io.cistern.http.testing.Reply;
import io.cistern.http.testing.ScriptedBroker.Request;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HttpRemoteWorkspaceTest {
  private static final String EMPTY_FEED = "{\"events\":[],\"nextCursor\":null}";

  @TempDir
  private Path directory;
  private Fixture it;

  @BeforeEach
  void open() {
    it = new Fixture(directory);
  }

  @AfterEach
  void close() {
    it.close();
  }

  @Test
  void listsAPage() {
    it.broker.on("tree", Reply.json("""
        {"path":"/notes","entries":[
          {"path":"/notes/2026","type":"dir","revision":"dir"},
          {"path":"/notes/2026/plan.md","type":"file","revision":"rev_41","provider":"notes","size":4,
           "contentHash":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
           "updatedAt":"2026-11-20T09:15:02.5Z","unheardOf":{"deep":[1,2.5e3,null,true]}}],
         "nextCursor":"/notes/2026/plan.md","totalFiles":1}
        """));

    Listing listing = it.remote().tree("/notes", 2, Optional.of(new TreeCursor("/notes/é &?")), it.soon());

    assertThat(listing).isInstanceOfSatisfying(Listing.Page.class, answered -> {
      var page = answered.page();
      assertThat(page.next()).contains(new TreeCursor("/notes/2026/plan.md"));
      assertThat(page.totalFiles()).isEqualTo(OptionalLong.of(1));
      assertThat(page.entries()).hasSize(2);
      assertThat(page.entries().get(0).directory()).isTrue();
      assertThat(page.entries().get(0).revision()).isEmpty();
      var file = page.entries().get(1);
      assertThat(file.name()).isEqualTo("/notes/2026/plan.md");
      assertThat(file.revision().orElseThrow()).hasToString("rev_41");
      assertThat(file.hash().map(ContentHash::hex).orElseThrow()).startsWith("9f86d0");
      assertThat(file.size()).isEqualTo(4);
      assertThat(file.updatedAt()).contains(Instant.parse("2026-11-20T09:15:02.5Z"));
    });
    Request request = it.broker.requests("tree").getFirst();
    assertThat(request.query())
        .containsEntry("path", "/notes").containsEntry("depth", "2").containsEntry("cursor", "/notes/é &?");
    assertThat(request.headers())
        .containsEntry("authorization", "Bearer s3cr3t-token").containsEntry("accept-encoding", "gzip")
        .containsKey("x-correlation-id").doesNotContainKey("upgrade");
  }

  @Test
  void saysThatTheCursorIsGoneWhenTheBrokerAnswers400ToOne() {
    it.broker.on("tree", Reply.status(400, "{\"code\":\"bad_request\",\"message\":\"invalid input\"}"));

    assertThat(it.remote().tree("/", 10, Optional.of(new TreeCursor("/x")), it.soon()))
        .isEqualTo(new Listing.CursorGone());
    assertThat(Fixture.remoteFailure(() -> it.remote().tree("/", 10, Optional.empty(), it.soon())).code())
        .isEqualTo(RemoteCode.REMOTE_BROKEN_ANSWER);
  }

  @Test
  void readsTextAndBase64PaddedOrNot() throws IOException {
    it.broker.on(
        "file", Reply.json(Fixture.file("A\\n\\u003cb\\u003e \\ud83d\\ude00 é")),
        Reply.json("{\"content\":\"AAEC/w==\",\"path\":\"/a.txt\",\"revision\":\"rev_7\",\"encoding\":\"base64\"}"),
        Reply.json("{\"encoding\":\"base64\",\"path\":\"/a.txt\",\"revision\":\"rev_7\",\"content\":\"AAEC/w\"}"));

    assertThat(it.bytes()).isEqualTo("A\n<b> \ud83d\ude00 é".getBytes(StandardCharsets.UTF_8));
    assertThat(it.bytes()).containsExactly(0, 1, 2, 0xff);
    assertThat(it.bytes()).containsExactly(0, 1, 2, 0xff);
    assertThat(it.broker.requests("file").getFirst().headers()).containsEntry("accept-encoding", "identity");
  }

  @Test
  void tellsRevisionHashAndTimeOfAFile() throws IOException {
    it.broker.on("file", Reply.json("{\"path\":\"/a.txt\",\"revision\":\"rev_7\",\"contentHash\":\""
        + ContentHash.OF_NOTHING + "\",\"lastEditedAt\":\"2026-11-20T09:15:02Z\"}"));

    try (RemoteContent content = it.received()) {
      assertThat(content.name()).isEqualTo("/a.txt");
      assertThat(content.revision()).hasToString("rev_7");
      assertThat(content.announcedHash()).contains(ContentHash.OF_NOTHING);
      assertThat(content.editedAt()).contains(Instant.parse("2026-11-20T09:15:02Z"));
      assertThat(content.body().readAllBytes()).as("content left out means an empty file").isEmpty();
    }
  }

  @Test
  void answersGoneAndForbiddenForOnePathAlone() {
    it.broker.on(
        "file", Reply.status(404, "{\"code\":\"not_found\"}"),
        Reply.status(403, "{\"code\":\"forbidden\",\"message\":\"no\"}"));

    assertThat(it.read()).isEqualTo(new ReadOutcome.Gone());
    assertThat(Fixture.failed(it.read()).code()).isEqualTo(RemoteCode.FORBIDDEN);
  }

  @Test
  void refusesAnAnswerAboutAnotherPath() {
    it.broker.on("file", Reply.json("{\"path\":\"/b.txt\",\"revision\":\"rev_7\",\"content\":\"\"}"));

    assertThat(Fixture.failed(it.read()).message()).contains("path is not the one asked for");
  }

  @Test
  void sendsPathsByteForByte() {
    WorkspacePath odd = WorkspacePath.parse("/a b+c%20&d=é#?\ud83d\ude00/*").orElseThrow();

    it.remote().read(odd, Lane.ON_DEMAND, it.soon());

    assertThat(it.broker.requests("file").getFirst().query()).containsEntry("path", odd.value());
  }

  @Test
  void takesTheTipFromTheNewestEvent() {
    it.broker.on("events", Reply.json("""
        {"events":[{"eventId":"evt_109","type":"file.deleted","path":"/old.md","revision":"rev_53",
         "origin":"provider_sync","timestamp":"2026-11-20T09:31:04Z"}],"nextCursor":"evt_109"}
        """), Reply.json(EMPTY_FEED));

    assertThat(it.remote().tip(it.soon())).isEqualTo(
        new Feed.At(new EventCursor("evt_109"), Optional.of(new Revision("rev_53"))));
    assertThat(it.remote().tip(it.soon())).isEqualTo(new Feed.At(EventCursor.START));
    assertThat(it.broker.requests("events").getFirst().query())
        .containsEntry("direction", "desc").containsEntry("limit", "1");
  }

  @Test
  void readsEventsAndSkipsNothing() {
    it.broker.on("events", Reply.json("""
        {"events":[
         {"eventId":"evt_104","type":"file.updated","path":"/a.md","revision":"rev_52","origin":"agent_write",
          "contentHash":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855","provider":"notes",
          "correlationId":"c-77aa","timestamp":"2026-11-20T09:31:00.12Z"},
         {"eventId":"evt_105","type":"sync.error","path":"/","revision":"","origin":"provider_sync",
          "correlationId":"","timestamp":"odd"}],
         "nextCursor":"evt_105"}
        """));

    assertThat(it.remote().events(new EventCursor("evt_100"), 2, it.soon()))
        .isInstanceOfSatisfying(Events.Page.class, answered -> {
          assertThat(answered.page().more()).isTrue();
          var updated = answered.page().events().get(0);
          assertThat(updated.kind()).isEqualTo(Kind.UPDATED);
          assertThat(updated.hash()).contains(ContentHash.OF_NOTHING);
          assertThat(updated.provider()).contains("notes");
          var other = answered.page().events().get(1);
          assertThat(other.kind()).isEqualTo(Kind.OTHER);
          assertThat(other.revision()).isEmpty();
          assertThat(other.at()).isEqualTo(Instant.EPOCH);
        });
    assertThat(it.broker.requests("events").getFirst().query()).containsEntry("cursor", "evt_100");
  }

  @Test
  void saysThatThereIsNoFeedWhenItIsRefusedOrAbsent() {
    it.broker.on("events", Reply.status(403, "{\"code\":\"forbidden\"}"), Reply.status(404, "gone"));

    assertThat(it.remote().tip(it.soon())).isEqualTo(new Feed.None("403 forbidden"));
    assertThat(it.remote().events(EventCursor.START, 10, it.soon())).isEqualTo(new Events.None("404"));
    assertThat(it.broker.requests("events").get(1).query()).doesNotContainKey("cursor");
  }

  @Test
  void asksForHealthWithoutTheToken() {
    it.broker.on("health", Reply.json("{\"status\":\"ok\"}"), Reply.status(503, ""));

    assertThat(it.remote().healthy(it.soon())).isTrue();
    assertThat(it.remote().healthy(it.soon())).isFalse();
    assertThat(it.broker.requests("health")).hasSize(2);
    assertThat(it.broker.requests("health").getFirst().headers()).doesNotContainKey("authorization");
  }

  @Test
  void usesAConnectionAgain() throws IOException {
    it.broker.on("tree", Reply.json("{\"entries\":[],\"nextCursor\":null}"),
        Reply.gzip("{\"entries\":[],\"nextCursor\":null}".getBytes(StandardCharsets.UTF_8)));
    it.broker.on("file", Reply.json(Fixture.file("x")), Reply.streamed(out -> out.write(Fixture.file("x").getBytes(
        StandardCharsets.UTF_8))));

    for (int i = 0; i < 5; i++) {
      it.remote().tree("/", 10, Optional.empty(), it.soon());
      it.bytes();
    }

    assertThat(it.broker.connections()).isEqualTo(1);
  }

  @Test
  void everyRequestHasItsOwnCorrelationId() {
    for (int i = 0; i < 3; i++) {
      it.read();
    }

    assertThat(it.broker.requests()).extracting(request -> request.headers().get("x-correlation-id"))
        .doesNotHaveDuplicates().allMatch(id -> id.startsWith("cistern-"));
  }
}
