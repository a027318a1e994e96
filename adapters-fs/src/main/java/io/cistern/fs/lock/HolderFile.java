package io.cistern.fs.lock;

import io.cistern.fs.disk.Disk;
import io.cistern.fs.disk.DiskException;
import io.cistern.fs.disk.DiskFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * Says beside a lock file who holds the lock, or who was the last to let it go. Written by holders only, in one write
 * of one size over what was there, state first: cut anywhere, it never says "released" of a holder that was still at
 * work. Never forced; after a power cut nobody needs it.
 */
final class HolderFile {
  /** Within one page and one block, so that readers see one version. */
  private static final int BYTES = 512;

  private static final int LONGEST_COMMAND = 100;
  private static final String HOLDING = "holding";
  private static final String RELEASED = "released";

  private final Disk disk;
  private final String name;

  HolderFile(Disk disk, String name) {
    this.disk = disk;
    this.name = name;
  }

  /** What the file says. Empty when there is none, or it is none of ours. */
  Optional<Note> read() throws DiskException {
    ByteBuffer bytes = ByteBuffer.allocate(BYTES);
    try (DiskFile file = disk.openToRead(name)) {
      file.read(0, bytes);
    } catch (DiskException failed) {
      if (failed.kind() == DiskException.Kind.NOT_FOUND) {
        return Optional.empty();
      }
      throw failed;
    }
    return Note.parse(StandardCharsets.UTF_8.decode(bytes.flip()).toString());
  }

  /** On a full disk it says nothing rather than that nobody holds the lock: a lock is worth more than its note. */
  void writeHolding(Caller caller, Instant since) throws DiskException {
    try {
      write(HOLDING, caller, since);
    } catch (DiskException refused) {
      if (refused.kind() != DiskException.Kind.NO_SPACE) {
        throw refused;
      }
      forget();
    }
  }

  private void forget() throws DiskException {
    try {
      disk.unlink(name);
    } catch (DiskException gone) {
      if (gone.kind() != DiskException.Kind.NOT_FOUND) {
        throw gone;
      }
    }
  }

  void writeReleased(Caller caller, Instant since) throws DiskException {
    write(RELEASED, caller, since);
  }

  private void write(String state, Caller caller, Instant since) throws DiskException {
    String command = caller.command().codePoints()
        .limit(LONGEST_COMMAND)
        .map(each -> Character.isISOControl(each) ? ' ' : each)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
    String text =
        "state=" + state + "\nprocess=" + caller.process() + "\nsince=" + since + "\ncommand=" + command + "\n";
    ByteBuffer bytes = ByteBuffer.allocate(BYTES).put(text.getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      bytes.put((byte) '\n');
    }
    try (DiskFile file = open()) {
      file.write(0, bytes.flip());
    }
  }

  private DiskFile open() throws DiskException {
    try {
      return disk.openToWrite(name);
    } catch (DiskException failed) {
      if (failed.kind() == DiskException.Kind.NOT_FOUND) {
        return disk.create(name);
      }
      throw failed;
    }
  }

  /**
   * What the file says.
   *
   * @param process the system's number of the holder, where it can be read
   * @param holder process, command and since, for people
   */
  record Note(boolean released, OptionalLong process, String holder) {
    static Optional<Note> parse(String text) {
      Map<String, String> values = text.lines()
          .map(line -> line.split("=", 2))
          .filter(pair -> pair.length == 2)
          .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1], (first, _) -> first));
      String state = values.getOrDefault("state", "");
      if (!state.equals(HOLDING) && !state.equals(RELEASED)) {
        return Optional.empty();
      }
      String holder = "process " + values.getOrDefault("process", "unknown") + " ("
          + values.getOrDefault("command", "unknown") + ") since " + values.getOrDefault("since", "unknown");
      return Optional.of(new Note(state.equals(RELEASED), process(values.getOrDefault("process", "")), holder));
    }

    private static OptionalLong process(String text) {
      try {
        return OptionalLong.of(Long.parseLong(text));
      } catch (NumberFormatException _) {
        return OptionalLong.empty();
      }
    }
  }
}
