package io.cistern.it.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.hydrate.HydrateItem;
import io.cistern.application.hydrate.OpenedFile;
import io.cistern.application.testing.Hashes;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.failure.Failure.RemoteCode;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.placeholder.HydrationOutcome;
import io.cistern.http.testing.Reply;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HostileBodiesIT {
  private static final String TRUTH = "the truth";
  private static final String BAD = "/m-bad";
  private static final String ANSWER = Wire.file(BAD, TRUTH);
  private static final String LIE = Wire.file(BAD, "rev_1", "a lie", Hashes.of(TRUTH).hex());

  /** What a broken frame is taken for depends on where it breaks and on which connection the next try is made. */
  private static final Set<RemoteCode> CUT = Set.of(RemoteCode.REMOTE_UNAVAILABLE, RemoteCode.REMOTE_BROKEN_ANSWER);

  private static final long FIVE_GIBIBYTES = 5L << 30;

  @TempDir
  Path temporary;

  private final LyingBroker broker = new LyingBroker().holds("/a-good", "first").holds(BAD, TRUTH)
      .holds("/z-good", "last");

  @AfterEach
  void close() {
    broker.close();
  }

  /**
   * A lie and what must come of it.
   *
   * @param reads how often the file is asked for; 0 for whatever number
   */
  record Lie(String name, Reply reply, Set<RemoteCode> codes, int reads) {
    private Lie(String name, Reply reply, RemoteCode code, int reads) {
      this(name, reply, Set.of(code), reads);
    }

    boolean ends() {
      return !codes.contains(RemoteCode.REMOTE_TIMEOUT);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Lie> lies() {
    return Stream.concat(wrong(), Stream.concat(broken(), endless()));
  }

  /** Whole answers that say the wrong thing. */
  private static Stream<Lie> wrong() {
    byte[] big = "b".repeat(2 << 20).getBytes(StandardCharsets.US_ASCII);
    String base64 = Base64.getEncoder().encodeToString(big);
    return Stream.of(
        new Lie("other bytes under the right hash", Reply.json(LIE), RemoteCode.HASH_MISMATCH, 2),
        new Lie("other bytes under their own hash", Reply.json(Wire.file(BAD, "a lie")), RemoteCode.HASH_MISMATCH, 2),
        new Lie(
            "other bytes of an older revision",
            Reply.json(Wire.file(BAD, "rev_0", "a lie", Hashes.of("a lie").hex())), RemoteCode.HASH_MISMATCH, 2),
        new Lie("no bytes", Reply.json(Wire.file(BAD, "rev_1", "", Hashes.of(TRUTH).hex())),
            RemoteCode.HASH_MISMATCH, 2),
        new Lie("a large body that arrives while it is staged", Reply.json(base64(Hashes.of(TRUTH).hex(), base64)),
            RemoteCode.HASH_MISMATCH, 2),
        new Lie("another file", Reply.json(Wire.file("/a-good", "first")), RemoteCode.REMOTE_BROKEN_ANSWER, 1),
        new Lie("a traversal as its name", Reply.json(Wire.file("/../x", TRUTH)), RemoteCode.REMOTE_BROKEN_ANSWER, 1),
        new Lie("a field twice", Reply.json(ANSWER.replace("\"semantics\"", "\"content\":\"b\",\"semantics\"")),
            RemoteCode.REMOTE_BROKEN_ANSWER, 1),
        new Lie("no base64", Reply.json(base64(Hashes.of(TRUTH).hex(), "*not base64*")),
            RemoteCode.REMOTE_BROKEN_ANSWER, 1),
        new Lie("no hash", Reply.json(Wire.file(BAD, "rev_1", TRUTH, "0123")), RemoteCode.REMOTE_BROKEN_ANSWER, 1),
        new Lie("no JSON", Reply.json("<html>log in</html>"), RemoteCode.REMOTE_BROKEN_ANSWER, 1),
        new Lie("an unknown encoding", Reply.status(200, ANSWER, "Content-Encoding", "br"),
            RemoteCode.REMOTE_BROKEN_ANSWER, 1),
        new Lie("it is forbidden", Reply.status(403, "{\"code\":\"forbidden\"}"), RemoteCode.FORBIDDEN, 1),
        new Lie("it is gone", Reply.status(404, "{\"code\":\"not_found\"}"), RemoteCode.REMOTE_NOT_FOUND, 1));
  }

  /** Answers that break off, or break the frame. */
  private static Stream<Lie> broken() {
    String deep = "[".repeat(10_000) + "]".repeat(10_000);
    byte[] bomb = Reply.gzipped(out -> {
      byte[] blanks = " ".repeat(1 << 16).getBytes(StandardCharsets.US_ASCII);
      for (int i = 0; i < 1024; i++) {
        out.write(blanks);
      }
    });
    return Stream.of(
        new Lie("half of it", Reply.truncated(ANSWER, ANSWER.length() / 2), CUT, 0),
        new Lie("half of it, then a reset", Reply.reset(ANSWER, ANSWER.length() / 2), CUT, 0),
        new Lie("less than its length says", Reply.raw(framed(ANSWER.length() + 50L, ANSWER)),
            CUT, 0),
        new Lie("more than its length says", Reply.raw(framed(ANSWER.length() - 5L, ANSWER)),
            CUT, 0),
        new Lie("five gibibytes, announced", Reply.raw(framed(FIVE_GIBIBYTES, "{\"path\":\"" + BAD + "\",")),
            CUT, 0),
        new Lie("a length below zero", Reply.raw(framed(-1, ANSWER)), CUT, 0),
        new Lie("ten thousand levels", Reply.json("{\"semantics\":" + deep + "," + ANSWER.substring(1)),
            RemoteCode.REMOTE_BROKEN_ANSWER, 1),
        new Lie("a bomb", Reply.streamed(out -> out.write(bomb), "Content-Encoding", "gzip"),
            RemoteCode.REMOTE_BROKEN_ANSWER, 1),
        new Lie("a bomb as content",
            Reply.gzip(Wire.file(BAD, "A".repeat(8 << 20)).getBytes(StandardCharsets.US_ASCII)),
            RemoteCode.REMOTE_BROKEN_ANSWER, 1),
        new Lie("a huge header", Reply.raw("HTTP/1.1 200 OK\r\nX: " + "x".repeat(1 << 20) + "\r\n\r\n" + ANSWER),
            CUT, 0),
        new Lie("headers without end", Reply.raw("HTTP/1.1 200 OK\r\n" + "X: y\r\n".repeat(200_000)),
            CUT, 0),
        new Lie("no HTTP", Reply.raw("SSH-2.0-OpenSSH_9.9\r\n"), CUT, 0));
  }

  /** Answers that never end, against the deadline of a file or the patience with silence. */
  private static Stream<Lie> endless() {
    byte[] text = "endless ".repeat(1024).getBytes(StandardCharsets.US_ASCII);
    return Stream.of(
        new Lie("silence", Reply.hang(), RemoteCode.REMOTE_TIMEOUT, 0),
        new Lie("a part, and then silence", Reply.stalled(ANSWER, 30), RemoteCode.REMOTE_TIMEOUT, 0),
        new Lie("a blank now and then", Reply.trickle(), RemoteCode.REMOTE_TIMEOUT, 0),
        new Lie("text without end", Reply.streamed(out -> {
          out.write(ANSWER.substring(0, ANSWER.indexOf(TRUTH)).getBytes(StandardCharsets.US_ASCII));
          while (true) {
            out.write(text);
          }
        }), RemoteCode.REMOTE_TIMEOUT, 0));
  }

  @ParameterizedTest
  @MethodSource("lies")
  void aLieCostsOnlyTheFileItIsToldOf(Lie lie) {
    broker.lies(BAD, request -> lie.reply());
    try (GuardedMirror mirror = lie.ends()
        ? GuardedMirror.of(temporary, broker.workspace())
        : GuardedMirror.impatientWith(broker::liesAbout, temporary, broker.workspace())) {
      mirror.pull();

      Map<String, HydrateItem> items = mirror.hydrateEach();

      assertThat(items.keySet()).containsExactly("/a-good", BAD, "/z-good");
      assertThat(items.get(BAD).outcome()).isInstanceOfSatisfying(
          HydrationOutcome.Failed.class, failed -> assertThat(failed.reason()).isInstanceOfSatisfying(
              Failure.Remote.class, remote -> assertThat(remote.code()).as(remote.message()).isIn(lie.codes())));
      assertThat(mirror.visible()).isEqualTo(Map.of("a-good", "first", "m-bad", "", "z-good", "last"));
      assertThat(mirror.states()).containsEntry(BAD, PathState.PLACEHOLDER);
      assertThat(mirror.staged()).isEmpty();
      if (lie.reads() > 0) {
        assertThat(broker.reads(BAD)).isEqualTo(lie.reads());
      }

      broker.repents();
      mirror.hydrateAll();

      assertThat(mirror.visible()).containsEntry("m-bad", TRUTH);
      assertThat(mirror.entry(BAD).reason()).isEmpty();
    }
  }

  @Test
  void anOpenedFileThatIsALieStaysAPlaceholderAndSaysWhy() {
    broker.lies(BAD, request -> Reply.json(LIE));
    try (GuardedMirror mirror = GuardedMirror.of(temporary, broker.workspace())) {
      mirror.pull();

      assertThat(mirror.open(BAD)).isInstanceOfSatisfying(
          OpenedFile.Result.NotHere.class, notHere -> assertThat(notHere.reason().message()).contains("hash"));
      assertThat(mirror.open("/a-good")).isInstanceOf(OpenedFile.Result.Here.class);
      assertThat(mirror.visible()).containsEntry("m-bad", "");
      assertThat(mirror.entry(BAD).reason()).isPresent();
      assertThat(mirror.staged()).isEmpty();
    }
  }

  @Test
  void onlyTheHashDecidesAndNotASizeThatTheListingInvented() {
    broker.lists(Wire.row("/sized", TRUTH).replaceFirst("\"size\":\\d+", "\"size\":" + Long.MAX_VALUE))
        .answers("/sized", TRUTH);
    try (GuardedMirror mirror = GuardedMirror.of(temporary, broker.workspace())) {
      mirror.pull();
      mirror.hydrateAll();

      assertThat(mirror.entry("/sized").size()).isEqualTo(TRUTH.length());
      assertThat(mirror.status().paths().hydratedBytes())
          .isEqualTo("first".length() + 2L * TRUTH.length() + "last".length());
    }
  }

  @Test
  void aRedirectIsNeverFollowedAndCarriesNoTokenElsewhere() {
    try (LyingBroker other = new LyingBroker().holds("/stolen", "stolen").answers(BAD, TRUTH);
        GuardedMirror mirror = GuardedMirror.of(temporary, broker.workspace())) {
      List<Reply> redirects = Stream.of(301, 302, 303, 307, 308)
          .map(status -> Reply.status(status, "", "Location", other.workspace() + "/fs/file?path=%2Fm-bad"))
          .toList();
      for (Reply redirect : redirects) {
        broker.listsBy(request -> redirect);
        assertThat(GuardedMirror.remoteFailure(mirror::pull).code()).isEqualTo(RemoteCode.REMOTE_BROKEN_ANSWER);
      }
      broker.repents();
      mirror.pull();
      for (Reply redirect : redirects) {
        broker.lies(BAD, request -> redirect).tellsNews(redirect);
        assertThat(mirror.open(BAD)).isInstanceOf(OpenedFile.Result.NotHere.class);
        assertThat(GuardedMirror.remoteFailure(mirror::pull).code()).isEqualTo(RemoteCode.REMOTE_BROKEN_ANSWER);
      }
      mirror.hydrateAll();

      assertThat(other.connections()).isZero();
      assertThat(mirror.visible()).isEqualTo(Map.of("a-good", "first", "m-bad", "", "z-good", "last"));
    }
  }

  @Test
  void aListingThatIsALieLeavesTheMirrorAsItWas() {
    String deep = "[".repeat(10_000) + "]".repeat(10_000);
    List<Reply> lies = List.of(
        Reply.json("{\"entries\":" + deep + "}"), Reply.json("{\"entries\":[],\"entries\":[]}"),
        Reply.truncated(Wire.page(List.of(Wire.row("/a-good", "x")), Optional.empty()), 40),
        Reply.streamed(out -> out.write(Reply.gzipped(bomb -> bomb.write(new byte[32 << 20]))),
            "Content-Encoding", "gzip"),
        Reply.json("{\"entries\":[{\"path\":\"/a\",\"type\":\"file\",\"revision\":\"r\",\"size\":-1}]}"));
    try (GuardedMirror mirror = GuardedMirror.of(temporary, broker.workspace())) {
      for (Reply lie : lies) {
        broker.listsBy(request -> lie);
        GuardedMirror.remoteFailure(mirror::pull);
        assertThat(mirror.listed()).isEmpty();
      }
      broker.repents();
      mirror.pull();
      mirror.hydrateAll();

      assertThat(mirror.visible()).isEqualTo(Map.of("a-good", "first", "m-bad", TRUTH, "z-good", "last"));
    }
  }

  private static String base64(String hash, String content) {
    return "{\"path\":\"" + BAD + "\",\"revision\":\"rev_1\",\"contentHash\":\"" + hash
        + "\",\"encoding\":\"base64\",\"content\":\"" + content + "\"}";
  }

  private static String framed(long length, String body) {
    return "HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n" + body;
  }
}
