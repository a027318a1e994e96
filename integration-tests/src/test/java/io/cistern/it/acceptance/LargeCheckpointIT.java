package io.cistern.it.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.domain.bootstrap.BootstrapProgress;
import io.cistern.domain.bootstrap.BootstrapStep;
import io.cistern.domain.bootstrap.Walk.Purpose;
import io.cistern.domain.bootstrap.Walk.Tally;
import io.cistern.domain.journal.Landmarks;
import io.cistern.domain.journal.Sequence;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.placeholder.Pins;
import io.cistern.domain.workspace.EventCursor;
import io.cistern.domain.workspace.Revision;
import io.cistern.domain.workspace.WorkspaceId;
import io.cistern.fs.disk.Disk;
import io.cistern.fs.disk.DiskException;
import io.cistern.fs.disk.SystemDisk;
import io.cistern.fs.layout.MirrorLayout;
import io.cistern.fs.log.checkpoint.CheckpointWriter;
import io.cistern.fs.log.checkpoint.Row;
import io.cistern.fs.log.codec.Checksum;
import io.cistern.fs.log.codec.EntryCodec;
import io.cistern.fs.log.codec.Names;
import io.cistern.fs.mirror.FileMirror;
import io.cistern.fs.mirror.MirrorHost;
import io.cistern.it.acceptance.Launch.Ended;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A mirror of very many names, all in its checkpoint, looked at by a program with a small heap. */
final class LargeCheckpointIT {
  private static final int ENTRIES = Boolean.getBoolean("cistern.campaign") ? 1_000_000 : 100_000;
  private static final int IN_A_DIRECTORY = 500;
  private static final String HEAP = "-Xmx64m";

  @TempDir
  Path temporary;

  private Path mirror;
  private Person person;

  @BeforeEach
  void makeTheMirror() throws IOException, DiskException {
    person = Person.at(temporary.resolve("home"));
    mirror = Files.createDirectory(person.home().resolve("m"));
    String id;
    try (FileMirror made = FileMirror.create(
        mirror, "http://127.0.0.1:9", new WorkspaceId("ws_large"), "/", MirrorHost.system("test"))) {
      id = made.parts().identity().id();
    }
    String checkpoint = MirrorLayout.checkpoint(Sequence.NONE, 1);
    try (Disk disk = SystemDisk.open(mirror)) {
      CheckpointWriter writer = new CheckpointWriter(disk.create(checkpoint), UUID.fromString(id), 2);
      for (int i = 0; i < ENTRIES; i++) {
        writer.add(new Row(Names.bytes(name(i)), EntryCodec.body(placeholder(i))));
      }
      Optional<EventCursor> since = Optional.of(new EventCursor("evt_1"));
      writer.finish(
          Sequence.NONE, since, Landmarks.NONE,
          Pins.NONE, complete(since));
    }
    pointTo(id, Path.of(checkpoint).getFileName().toString());
  }

  @Test
  void isLookedAtWithASmallHeap() {
    Ended status = runs("status", "--json");
    assertThat(status.code()).as(status.err()).isZero();
    JsonNode counts = new JsonMapper().readTree(status.out()).get("paths");
    assertThat(counts.get("total").asInt()).isEqualTo(ENTRIES);
    assertThat(counts.get("placeholder").asInt()).isEqualTo(ENTRIES);

    String directory = name(ENTRIES / 2).substring(0, name(ENTRIES / 2).lastIndexOf('/'));
    Ended listed = runs("ls", directory);
    assertThat(listed.code()).as(listed.err()).isZero();
    assertThat(listed.out().lines()).hasSize(IN_A_DIRECTORY).allMatch(line -> line.startsWith("placeholder"));

    Ended explained = runs("explain", name(ENTRIES - 1));
    assertThat(explained.code()).as(explained.err()).isZero();
    assertThat(explained.out()).contains("placeholder", "rev_" + (ENTRIES - 1));

    Ended unknown = runs("explain", "/nothing");
    assertThat(unknown.code()).isEqualTo(1);
    assertThat(unknown.err()).contains("no such path");
  }

  private Ended runs(String... words) {
    return Running.run(person.in(mirror).types(words).with("CISTERN_JAVA_OPTIONS", HEAP));
  }

  private static String name(int i) {
    return String.format(Locale.ROOT, "/projects/größe-%06d/file-%04d.txt", i / IN_A_DIRECTORY, i % IN_A_DIRECTORY);
  }

  private static PathEntry placeholder(int i) {
    return new PathEntry(
        name(i), PathState.PLACEHOLDER, Optional.of(new Revision("rev_" + i)), Optional.empty(), i, Optional.empty(),
        Optional.empty(), Optional.empty());
  }

  /** As docs/mirror-layout.md has it. */
  private void pointTo(String id, String checkpoint) throws IOException {
    String body = """
        cistern pointer 1
        mirror %s
        generation 2
        checkpoint %s
        up-to 0
        first-segment 1
        """.formatted(id, checkpoint);
    byte[] bytes = body.getBytes(StandardCharsets.US_ASCII);
    String line = String.format(Locale.ROOT, "crc32c %08x\n", Checksum.of(0, 0, bytes, 0, bytes.length));
    Files.writeString(mirror.resolve(".cistern/log/pointer"), body + line);
  }

  private static BootstrapProgress complete(Optional<EventCursor> since) {
    return BootstrapProgress.NOT_STARTED
        .after(new BootstrapStep.WalkBegan(Purpose.FIRST, since, "/", 1))
        .after(new BootstrapStep.PageApplied(
            Optional.empty(), List.of(), new Tally(ENTRIES, 0, 0, ENTRIES), OptionalLong.of(ENTRIES),
            Optional.of(name(ENTRIES - 1)), Instant.EPOCH))
        .after(new BootstrapStep.Listed())
        .after(new BootstrapStep.Completed());
  }
}
