package io.cistern.fs.lock;

import io.cistern.application.port.NoticeBoard.OpenNotice;
import io.cistern.application.port.NoticeBoard.PassNotice;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The text of one process's notice: lines of {@code key=value}, filled up to one size, so that one write replaces it.
 *
 * @param opens how many opens wait
 * @param oldest the one that waits longest
 */
record Notice(long process, Optional<PassNotice> pass, int opens, Optional<OpenNotice> oldest) {
  /** Within one page and one block, so that readers see one version. */
  static final int BYTES = 4096;

  /** What is left for a path beside the rest; a longer one is left out. */
  private static final int LONGEST_PATH = 3500;

  boolean saysNothing() {
    return pass.isEmpty() && oldest.isEmpty();
  }

  ByteBuffer bytes() {
    StringBuilder text = new StringBuilder("process=" + process + "\n");
    pass.ifPresent(told -> text.append("pass=").append(told.since()).append(' ').append(told.done()).append(' ')
        .append(told.total()).append(' ').append(told.bytes()).append('\n'));
    oldest.ifPresent(open -> text.append("opens=").append(opens).append(' ').append(open.since()).append(' ')
        .append(shown(open.path())).append('\n'));
    ByteBuffer bytes = ByteBuffer.allocate(BYTES).put(text.toString().getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      bytes.put((byte) '\n');
    }
    return bytes.flip();
  }

  /** What a file says; empty where it is none of ours, or torn. */
  static Optional<Notice> parse(String text) {
    Map<String, String> lines = text.lines()
        .map(line -> line.split("=", 2))
        .filter(pair -> pair.length == 2)
        .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1], (first, _) -> first));
    try {
      String[] opens = lines.getOrDefault("opens", "0").split(" ", 3);
      return Optional.of(new Notice(
          Long.parseLong(lines.getOrDefault("process", "")),
          Optional.ofNullable(lines.get("pass")).map(Notice::passOf),
          Integer.parseInt(opens[0]),
          opens.length < 3 ? Optional.empty() : Optional.of(new OpenNotice(opens[2], Instant.parse(opens[1])))));
    } catch (NumberFormatException | DateTimeException | ArrayIndexOutOfBoundsException _) {
      return Optional.empty();
    }
  }

  private static PassNotice passOf(String text) {
    String[] words = text.split(" ", 4);
    return new PassNotice(
        Instant.parse(words[0]), Long.parseLong(words[1]), Long.parseLong(words[2]), Long.parseLong(words[3]));
  }

  private static String shown(String path) {
    boolean fits = path.getBytes(StandardCharsets.UTF_8).length <= LONGEST_PATH && path.lines().count() == 1;
    return fits ? path : "/…";
  }
}
