package io.cistern.it.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.testing.Hashes;
import io.cistern.http.testing.Reply;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bodies far larger than the heap of the program that reads them. */
class BoundedMemoryIT {
  private static final String HEAP = "-Xmx32m";
  private static final int MEBIBYTES = 64;

  @TempDir
  Path temporary;

  @Test
  void whateverIsSentTheHeapHoldsIt() throws Exception {
    try (LyingBroker broker = new LyingBroker()) {
      for (String path : new String[]{"/a-text", "/b-base64", "/c-field", "/d-announced"}) {
        broker.holds(path, "small");
      }
      broker.holds("/z-good", "good");
      broker.lies("/a-text", request -> filled("{\"path\":\"/a-text\",\"revision\":\"rev_1\",\"content\":\"", "\"}"));
      broker.lies("/b-base64", request -> filled("{\"path\":\"/b-base64\",\"revision\":\"rev_1\",\"contentHash\":\""
          + Hashes.of("small") + "\",\"encoding\":\"base64\",\"content\":\"", "\"}"));
      broker.lies("/c-field", request -> filled("{\"path\":\"/c-field\",\"x\":\"", "\"}"));
      broker.lies("/d-announced", request -> Reply.raw(
          "HTTP/1.1 200 OK\r\nContent-Length: " + (5L << 30) + "\r\n\r\n{\"path\":\"/d-announced\","));
      Path root = Files.createDirectory(temporary.resolve("mirror"));

      assertThat(run(broker, root)).isEqualTo("hydrated 1, failed 4\n");

      assertThat(Outside.contents(root, Optional.of(root.resolve(".cistern")))).isEqualTo(Map.of(
          "a-text", "", "b-base64", "", "c-field", "", "d-announced", "", "z-good", "good"));
      assertThat(root.resolve(".cistern/staging")).isEmptyDirectory();
    }
  }

  private static String run(LyingBroker broker, Path root) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(), HEAP, "-XX:TieredStopAtLevel=1",
        "--enable-native-access=ALL-UNNAMED", "-classpath", System.getProperty("java.class.path"),
        SmallHeap.class.getName(), broker.workspace().toString(), root.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
    try {
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).isZero();
      return said;
    } finally {
      process.destroyForcibly();
    }
  }

  private static Reply filled(String head, String tail) {
    byte[] mebibyte = "A".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
    return Reply.streamed((OutputStream out) -> {
      out.write(head.getBytes(StandardCharsets.US_ASCII));
      for (int i = 0; i < MEBIBYTES; i++) {
        out.write(mebibyte);
      }
      out.write(tail.getBytes(StandardCharsets.US_ASCII));
    });
  }
}
