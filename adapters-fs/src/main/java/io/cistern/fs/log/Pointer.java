package io.cistern.fs.log;

import io.cistern.domain.journal.Sequence;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the durable pointer says: which checkpoint holds, and which segment is the first to read after it. A text of
 * seven lines, the last one a checksum of the others, so that a person can read it.
 *
 * @param generation grows by one with each switch
 * @param checkpoint its file name in the log directory; empty before the first
 * @param upTo the last group folded into the checkpoint
 */
record Pointer(UUID mirror, long generation, Optional<String> checkpoint, Sequence upTo, long firstSegment) {
  /** Far more than any pointer needs. */
  static final int MAX_BYTES = 4096;

  private static final String WHAT = "the pointer";
  private static final Pattern VERSION = Pattern.compile("cistern pointer ([0-9]{1,9})\n[\\s\\S]*");
  private static final Pattern FORM = Pattern.compile("""
      cistern pointer 1
      mirror ([0-9a-f-]{36})
      generation ([0-9]{1,18})
      checkpoint (none|[0-9a-f-]{1,64}\\.ckpt)
      up-to ([0-9]{1,18})
      first-segment ([0-9]{1,18})
      crc32c ([0-9a-f]{8})
      """);

  byte[] toBytes() {
    String body = """
        cistern pointer 1
        mirror %s
        generation %d
        checkpoint %s
        up-to %d
        first-segment %d
        """.formatted(mirror, generation, checkpoint.orElse("none"), upTo.number(), firstSegment);
    return (body + "crc32c " + checksum(body) + "\n").getBytes(StandardCharsets.US_ASCII);
  }

  static Pointer parse(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    Matcher form = FORM.matcher(text);
    if (!form.matches() || !checksum(text.substring(0, form.start(6) - "crc32c ".length())).equals(form.group(6))) {
      throw unreadable(text);
    }
    return new Pointer(
        parsedMirror(form.group(1)),
        Long.parseLong(form.group(2)),
        Optional.of(form.group(3)).filter(name -> !name.equals("none")),
        new Sequence(Long.parseLong(form.group(4))),
        Long.parseLong(form.group(5)));
  }

  private static RuntimeException unreadable(String text) {
    Matcher version = VERSION.matcher(text);
    boolean foreign = version.matches() && !List.of("1").contains(version.group(1));
    return LogFailures.damaged(foreign
        ? WHAT + " has format " + version.group(1) + ", which this version does not know"
        : WHAT + " does not read back");
  }

  private static UUID parsedMirror(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException noId) {
      throw LogFailures.damaged(WHAT + " names no mirror", noId);
    }
  }

  private static String checksum(String body) {
    byte[] bytes = body.getBytes(StandardCharsets.ISO_8859_1);
    return HexFormat.of().toHexDigits(Checksum.of(0, 0, bytes, 0, bytes.length));
  }
}
