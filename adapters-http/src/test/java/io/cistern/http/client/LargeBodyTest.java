package io.cistern.http.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.port.RemoteContent;
import io.cistern.application.port.RemoteWorkspace.Lane;
import io.cistern.application.port.RemoteWorkspace.ReadOutcome;
import io.cistern.domain.time.Deadline;
import io.cistern.domain.workspace.ContentHash;
import io.cistern.http.testing.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files far larger than the heap. The work is done in a process of its own, whose heap is a tenth of each body. */
@Timeout(600)
final class LargeBodyTest {
  private static final int MEBIBYTES = 256;

  @TempDir
  private Path directory;

  @Test
  void memoryDoesNotGrowWithTheFileWhateverItsForm() throws IOException, InterruptedException {
    Path said = directory.resolve("said.txt");
    List<String> command = List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx24m", "-XX:+UseSerialGC", "-cp",
        System.getProperty("java.class.path"), LargeBodyTest.class.getName(), directory.toString());

    int exit = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start().waitFor();

    assertThat(Files.readAllLines(said)).endsWith("base64-first 201326592", "base64-last 201326592", "text 268435456");
    assertThat(exit).isZero();
  }

  /** What the process of its own does: reads the body in each of the three ways, and says how long it was. */
  public static void main(String[] arguments) throws IOException {
    try (Fixture it = new Fixture(Path.of(arguments[0]))) {
      it.options = RemoteOptions.defaults();
      String hash = "\"contentHash\":\"" + ContentHash.OF_NOTHING + "\",";
      List<String> forms = new ArrayList<>(List.of("base64-first", "base64-last", "text"));
      it.broker.on(
          "file", body(hash + "\"encoding\":\"base64\",", ""), body(hash, ",\"encoding\":\"base64\""), body("", ""));
      for (String form : forms) {
        System.out.println(form + " " + length(it));
      }
      if (it.spool.opened() != 2 || it.spool.held() != 0) {
        throw new IllegalStateException("rooms opened " + it.spool.opened() + ", held " + it.spool.held());
      }
    }
  }

  private static long length(Fixture it) throws IOException {
    var outcome = it.remote().read(Fixture.A, Lane.EAGER, Deadline.NEVER);
    try (RemoteContent content = ((ReadOutcome.Received) outcome).content(); InputStream in = content.body()) {
      return in.transferTo(OutputStream.nullOutputStream());
    }
  }

  private static Reply body(String before, String after) {
    byte[] mebibyte = "QUJD".repeat(1 << 18).getBytes(StandardCharsets.ISO_8859_1);
    return Reply.streamed(out -> {
      out.write(("{\"path\":\"/a.txt\",\"revision\":\"r\"," + before + "\"content\":\"").getBytes(
          StandardCharsets.ISO_8859_1));
      for (int i = 0; i < MEBIBYTES; i++) {
        out.write(mebibyte);
      }
      out.write(("\"" + after + ",\"semantics\":{}}").getBytes(StandardCharsets.ISO_8859_1));
    });
  }
}
