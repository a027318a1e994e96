package io.cistern.http.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cistern.application.port.RemoteContent;
import io.cistern.application.port.RemoteWorkspace.Listing;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.failure.Failure.RemoteCode;
import io.cistern.domain.workspace.ContentHash;
import io.cistern.http.testing.Reply;
import io.cistern.http.wire.WireLimits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HostileAnswersTest {
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
    assertThat(it.spool.held()).as("rooms not given back").isZero();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "<html>welcome to the hotel network</html>|the answer is not JSON",
      "[]|the listing is not an object",
      "{}|entries is missing",
      "{\"entries\":{}}|entries is not a list",
      "{\"entries\":[1]}|an element of entries is not an object",
      "{\"entries\":[{\"type\":\"file\",\"revision\":\"r\"}]}|entries.path is missing",
      "{\"entries\":[{\"path\":7,\"type\":\"file\"}]}|entries.path is not a string",
      "{\"entries\":[{\"path\":\"/a\",\"revision\":\"r\"}]}|entries.type is missing",
      "{\"entries\":[{\"path\":\"/a\",\"type\":\"file\",\"revision\":\"\"}]}|entries.revision is missing",
      "{\"entries\":[{\"path\":\"/a\",\"type\":\"file\",\"size\":-1}]}|entries.size is negative",
      "{\"entries\":[{\"path\":\"/a\",\"type\":\"file\",\"size\":1.5}]}|entries.size is not a whole number",
      "{\"entries\":[{\"path\":\"/a\",\"size\":99999999999999999999}]}|entries.size is not a whole number of 64 bits",
      "{\"entries\":[{\"path\":\"/a\",\"path\":\"/b\"}]}|entries.path is said twice",
      "{\"entries\":[],\"entries\":[]}|entries is said twice",
      "{\"entries\":[],\"nextCursor\":7}|nextCursor is not a string",
      "{\"entries\":[],\"totalFiles\":\"many\"}|totalFiles is not a whole number",
      "{\"entries\":[]}{\"entries\":[]}|something follows the answer",
      "{\"entries\":[]} x|the answer is not JSON",
  })
  void namesTheFieldOfAListingThatIsWrong(String body, String why) {
    it.broker.on("tree", Reply.json(body));

    Failure.Remote failure = tree();

    assertThat(failure.code()).isEqualTo(RemoteCode.REMOTE_BROKEN_ANSWER);
    assertThat(failure.message()).endsWith(why);
    assertThat(it.broker.requests()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "{\"path\":\"/a.txt\",\"content\":\"x\"}|revision is missing",
      "{\"revision\":\"r\",\"content\":\"x\"}|path is missing",
      "{\"path\":\"/a.txt\",\"revision\":\"r\",\"content\":7}|content is not a string",
      "{\"path\":\"/a.txt\",\"revision\":\"r\",\"content\":\"x\",\"content\":\"y\"}|content is said twice",
      "{\"path\":\"/a.txt\",\"revision\":\"r\",\"content\":\"*\",\"encoding\":\"base64\"}|content is not base64",
      "{\"path\":\"/a.txt\",\"revision\":\"r\",\"content\":\"A\",\"encoding\":\"base64\"}|content is not base64",
      "{\"path\":\"/a.txt\",\"revision\":\"r\",\"content\":\"AA==AA==\",\"encoding\":\"base64\"}|content is not base64",
      "{\"path\":\"/a.txt\",\"revision\":\"r\",\"content\":\"x\",\"encoding\":\"rot13\"}|encoding is not one of the contract",
      "{\"path\":\"/a.txt\",\"revision\":\"r\",\"contentHash\":\"abc\"}|contentHash is not a SHA-256 in hex",
      "{\"path\":\"/a.txt\",\"revision\":\"r\",\"content\":\"\\ud800\"}|a string holds half a surrogate pair",
      "{\"path\":\"/a.txt\",\"revision\":\"r\",\"content\":\"\\udc00\\ud800\"}|a string holds half a surrogate pair",
      "{\"path\":\"/a.txt\",\"revision\":\"r\",\"content\":\"\\x\"}|a string holds an unknown escape",
      "{\"path\":\"/a.txt\",\"revision\":\"r\",\"content\":\"\\u12g4\"}|a string holds an unknown escape",
      "{\"path\":\"/a.txt\",\"revision\":\"r\",\"content\":\"\t\"}|a string holds a control character",
  })
  void namesTheFieldOfAFileThatIsWrong(String body, String why) {
    it.broker.on("file", Reply.json(body));

    Failure.Remote failure = Fixture.failed(it.read());

    assertThat(failure.code()).isEqualTo(RemoteCode.REMOTE_BROKEN_ANSWER);
    assertThat(failure.message()).isEqualTo("reading /a.txt: " + why);
    assertThat(it.broker.requests()).hasSize(1);
  }

  @Test
  void refusesContentThatIsNotUtf8() {
    it.broker.on("file", Reply.raw("HTTP/1.1 200 OK\r\n\r\n" + Fixture.file("\u00c3(")));

    assertThat(Fixture.failed(it.read()).message()).endsWith("a string is not UTF-8");
  }

  @Test
  void refusesTenThousandLevelsWhereverTheyStand() {
    String deep = "[".repeat(10_000) + "]".repeat(10_000);
    it.broker.on("tree", Reply.json(deep), Reply.json("{\"x\":" + deep + ",\"entries\":[]}"));
    it.broker.on("file", Reply.json("{\"semantics\":" + deep + "}"));

    assertThat(tree().message()).contains("the listing is not an object");
    assertThat(tree().message()).contains("over the limit").contains("nesting");
    assertThat(Fixture.failed(it.read()).message()).contains("over the limit").contains("nesting");
  }

  @Test
  void passesNamesOnAsTheyAreForOthersToJudge() {
    it.broker.on("tree", Reply.json("{\"entries\":["
        + "{\"path\":\"/../x\\u0000\",\"type\":\"file\",\"revision\":\"r\"},"
        + "{\"path\":\"/\\ud800\",\"type\":\"file\",\"revision\":\"r\"},"
        + "{\"path\":\"/" + "n".repeat(100_000) + "\",\"type\":\"file\",\"revision\":\"r\"},"
        + "{\"path\":\"/twice\",\"type\":\"file\",\"revision\":\"r\"},"
        + "{\"path\":\"/twice\",\"type\":\"dir\",\"revision\":\"dir\"},"
        + "{\"path\":\"/pipe\",\"type\":\"fifo\",\"revision\":\"r\"}]}"));

    Listing listing = it.remote().tree("/", 10, Optional.empty(), it.soon());

    assertThat(listing).isInstanceOfSatisfying(
        Listing.Page.class, page -> assertThat(page.page().entries()).hasSize(5));
  }

  @Test
  void refusesAListingWithoutEnd() {
    it.options = it.options.withLimits(WireLimits.DEFAULT.withListing(1 << 20));
    byte[] blanks = " ".repeat(8192).getBytes(StandardCharsets.UTF_8);
    it.broker.on("tree", Reply.streamed(out -> {
      while (true) {
        out.write(blanks);
      }
    }));

    assertThat(tree().message()).endsWith("the listing is larger than 1048576 bytes");
  }

  @Test
  void refusesRowsWithoutEnd() {
    it.broker.on("tree", Reply.streamed(out -> {
      out.write("{\"entries\":[".getBytes(StandardCharsets.UTF_8));
      while (true) {
        out.write("{\"path\":\"/a\",\"type\":\"dir\"},".getBytes(StandardCharsets.UTF_8));
      }
    }));

    assertThat(tree().message()).endsWith("entries has more than 10000 rows");
  }

  @Test
  void refusesACompressionBomb() {
    byte[] bomb = Reply.gzipped(out -> {
      byte[] blanks = new byte[1 << 16];
      for (int i = 0; i < 1024; i++) {
        out.write(blanks);
      }
    });
    it.broker.on("file", Reply.streamed(out -> out.write(bomb), "Content-Encoding", "gzip"));
    it.broker.on("tree", Reply.streamed(out -> out.write(bomb), "Content-Encoding", "gzip"));

    assertThat(tree().code()).isEqualTo(RemoteCode.REMOTE_BROKEN_ANSWER);
    assertThat(Fixture.failed(it.read()).code()).isEqualTo(RemoteCode.REMOTE_BROKEN_ANSWER);
  }

  @Test
  void refusesABombInsideContent() {
    it.broker.on("file", Reply.gzip(Fixture.file("A".repeat(8 << 20)).getBytes(StandardCharsets.UTF_8)));

    assertThat(Fixture.failed(it.read()).message()).endsWith("a compressed answer grows more than 200 times");
  }

  @Test
  void readsGzipThatNobodyAskedForAndRefusesOtherEncodings() throws IOException {
    it.broker.on(
        "file", Reply.gzip(Fixture.file("hello").getBytes(StandardCharsets.UTF_8)),
        Reply.status(200, "x", "Content-Encoding", "br"),
        Reply.status(200, "not gzip at all", "Content-Encoding", "gzip"));

    assertThat(it.bytes()).asString().isEqualTo("hello");
    assertThat(Fixture.failed(it.read()).message()).contains("content encoding");
    assertThat(Fixture.failed(it.read()).message()).contains("gzip");
  }

  @Test
  void refusesAFileOverTheLimit() {
    it.options = it.options.withLimits(WireLimits.DEFAULT.withInMemory(1000).withFile(5000));
    it.broker.on("file", Reply.json(Fixture.file("x".repeat(6000))));

    assertThat(Fixture.failed(it.read()).message()).endsWith("content is larger than 5000 bytes");
  }

  @Test
  void refusesALargeBodyThatIsContradictedByWhatFollows() throws IOException {
    it.options = it.options.withLimits(WireLimits.DEFAULT.withInMemory(100));
    String content = Base64.getEncoder().encodeToString(new byte[3000]);
    it.broker.on("file", Reply.json("{\"path\":\"/a.txt\",\"revision\":\"r\",\"encoding\":\"base64\",\"contentHash\":\""
        + ContentHash.OF_NOTHING + "\",\"content\":\"" + content + "\",\"encoding\":\"utf-8\"}"));

    try (RemoteContent file = it.received()) {
      assertThatThrownBy(() -> file.body().readAllBytes()).isInstanceOf(IOException.class)
          .hasMessageContaining("encoding is said twice").cause().isInstanceOfSatisfying(
              CisternException.class, e -> assertThat(((Failure.Remote) e.failure()).code())
                  .isEqualTo(RemoteCode.REMOTE_BROKEN_ANSWER));
    }
  }

  @Test
  void neverFollowsARedirect() {
    try (Fixture other = new Fixture(directory)) {
      it.broker.on("file", Reply.status(
          307, "", "Location", other.broker.workspace("ws_demo") + "/fs/file?path=%2Fa.txt"));

      assertThat(Fixture.failed(it.read()).code()).isEqualTo(RemoteCode.REMOTE_BROKEN_ANSWER);
      assertThat(other.broker.requests()).isEmpty();
    }
  }

  @Test
  void refusesWhatIsNotHttp() {
    it.broker.on("tree", Reply.raw("SSH-2.0-OpenSSH_9.9\r\n"));

    assertThat(tree().code().retryable()).isTrue();
  }

  @Test
  void refusesAHeadWithoutEnd() {
    it.broker.on("tree", Reply.raw("HTTP/1.1 200 OK\r\nX-Long: " + "x".repeat(100_000) + "\r\n\r\n{}"));

    assertThat(tree().code()).isEqualTo(RemoteCode.REMOTE_BROKEN_ANSWER);
  }

  @Test
  void refusesAnAnswerShorterThanAnnounced() {
    it.broker.on("file", Reply.truncated(Fixture.file("hello"), 20));

    assertThat(Fixture.failed(it.read()).message()).endsWith("the answer ends too early");
    assertThat(it.broker.requests()).hasSize(4);
  }

  private Failure.Remote tree() {
    return Fixture.remoteFailure(() -> it.remote().tree("/", 10, Optional.empty(), it.soon()));
  }
}
