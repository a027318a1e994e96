package io.cistern.fs.log;

import io.cistern.domain.compaction.CompactionNotes;
import io.cistern.fs.disk.Disk;
import io.cistern.fs.disk.DiskException;
import io.cistern.fs.disk.DiskFile;
import io.cistern.fs.layout.MirrorLayout;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What the mirror remembers of its compactions: a text of one size, written over in one write, never forced. Neither a
 * record of the log, because a start that fails must be remembered without the mirror lock, nor a part of the
 * checkpoint, because that is written only when all went well.
 */
final class NotesFile {
  /** Within one page and one block, so that readers see one version. */
  private static final int BYTES = 1024;

  private static final int LONGEST_DETAIL = 400;
  private static final String TITLE = "cistern compaction 1";

  private final Disk disk;

  NotesFile(Disk disk) {
    this.disk = disk;
  }

  /** What is remembered; nothing, when it cannot be read or makes no sense. */
  CompactionNotes read() {
    ByteBuffer bytes = ByteBuffer.allocate(BYTES);
    try (DiskFile file = disk.openToRead(MirrorLayout.COMPACTION_NOTES)) {
      file.read(0, bytes);
      return parse(StandardCharsets.UTF_8.decode(bytes.flip()).toString());
    } catch (DiskException | DateTimeException | NumberFormatException unreadable) {
      return CompactionNotes.NONE;
    }
  }

  /** Best effort: without it a compaction may start too early once. */
  void write(CompactionNotes notes) {
    ByteBuffer bytes = ByteBuffer.allocate(BYTES).put(text(notes).getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      bytes.put((byte) '\n');
    }
    try (DiskFile file = open()) {
      file.write(0, bytes.flip());
    } catch (DiskException unwritten) {
      // The next one writes it anew.
    }
  }

  private DiskFile open() throws DiskException {
    try {
      return disk.openToWrite(MirrorLayout.COMPACTION_NOTES);
    } catch (DiskException failed) {
      if (failed.kind() == DiskException.Kind.NOT_FOUND) {
        return disk.create(MirrorLayout.COMPACTION_NOTES);
      }
      throw failed;
    }
  }

  private static String text(CompactionNotes notes) {
    StringBuilder text = new StringBuilder(TITLE).append('\n');
    notes.lastStart().ifPresent(start -> text.append("last-start=").append(start).append('\n'));
    text.append("started=").append(notes.started()).append('\n');
    new TreeMap<>(notes.ended())
        .forEach((word, count) -> text.append("ended ").append(word).append('=').append(count).append('\n'));
    notes.last().ifPresent(last -> text.append("last=").append(last.word())
        .append("\nat=").append(last.at())
        .append("\ndetail=").append(oneLine(last.detail())).append('\n'));
    return text.toString();
  }

  private static CompactionNotes parse(String text) {
    if (!text.startsWith(TITLE + "\n")) {
      return CompactionNotes.NONE;
    }
    Map<String, String> values = text.lines()
        .map(line -> line.split("=", 2))
        .filter(pair -> pair.length == 2)
        .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1], (first, _) -> first));
    Map<String, Long> ended = new TreeMap<>();
    values.forEach((key, value) -> {
      if (key.startsWith("ended ")) {
        ended.put(key.substring("ended ".length()), Long.parseLong(value));
      }
    });
    Optional<CompactionNotes.Ended> last = Optional.ofNullable(values.get("at"))
        .map(at -> new CompactionNotes.Ended(
            values.getOrDefault("last", ""), values.getOrDefault("detail", ""), Instant.parse(at)));
    return new CompactionNotes(
        Optional.ofNullable(values.get("last-start")).map(Instant::parse),
        Long.parseLong(values.getOrDefault("started", "0")), ended, last);
  }

  /** So short that the whole text fits, whatever characters it is made of. */
  private static String oneLine(String detail) {
    StringBuilder line = new StringBuilder();
    int bytes = 0;
    for (int point : detail.codePoints().toArray()) {
      String one = Character.isISOControl(point) ? " " : Character.toString(point);
      bytes += one.getBytes(StandardCharsets.UTF_8).length;
      if (bytes > LONGEST_DETAIL) {
        break;
      }
      line.append(one);
    }
    return line.toString();
  }
}
