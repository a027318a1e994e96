package io.cistern.fs.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A million entries (in the campaign; fewer in the normal run) in the heap that the mirror is promised to run in. */
class LargeMirrorTest {
  private static final long ENTRIES = Boolean.getBoolean("cistern.campaign") ? 1_000_000 : 100_000;

  @TempDir
  Path root;

  @Test
  void isLookedAtAndFoldedWithinItsHeap() throws IOException, InterruptedException {
    long hydrated = ENTRIES / 100;

    assertThat(run("-Xmx64m", "write")).isEqualTo("written " + ENTRIES);
    assertThat(run("-Xmx64m", "look"))
        .isEqualTo("looked " + (ENTRIES - hydrated) + " " + hydrated + " true 500 " + hydrated);
    assertThat(run("-Xmx256m", "fold")).isEqualTo("folded true " + SegmentHeader.BYTES);
  }

  private String run(String heap, String what) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(), heap, "-XX:+UseSerialGC",
        "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
        LargeMirror.class.getName(), what, root.toString(), Long.toString(ENTRIES)))
        .redirectErrorStream(true)
        .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output.strip();
  }
}
