package io.cistern.fs.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.contract.MirrorFixture;
import io.cistern.application.port.HeldLock;
import io.cistern.domain.journal.Sequence;
import io.cistern.domain.time.Deadline;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What of trash goes when the log no longer tells of the groups that displaced it. */
final class FileTrashTest {
  private static final Instant LONG_AGO = Instant.parse("2026-03-04T05:06:07Z");

  @TempDir
  private Path root;

  private MirrorFixture mirror;

  @BeforeEach
  void open() {
    mirror = OnDisk.fresh(root);
  }

  @AfterEach
  void close() {
    mirror.close();
  }

  @Test
  void whatOlderGroupsDisplacedGoesAndWhatNewerOnesDisplacedStays() throws IOException {
    trashed("1-0", "2-0", "2-1", "3-0", "17-0");

    assertThat(dropBefore(3, 10)).isEqualTo(3);

    assertThat(names()).containsExactly("17-0", "3-0");
  }

  @Test
  void soManyGoAtATime() throws IOException {
    trashed("1-0", "2-0", "2-1");

    assertThat(dropBefore(3, 2)).isEqualTo(2);
    assertThat(dropBefore(3, 2)).isEqualTo(1);
    assertThat(dropBefore(3, 2)).isZero();
  }

  @Test
  void whatAProgramHasOpenForWritingStays() throws IOException {
    trashed("1-0");
    try (RandomAccessFile _ = new RandomAccessFile(trash().resolve("1-0").toFile(), "rw")) {
      assertThat(dropBefore(3, 10)).isZero();
    }
    assertThat(dropBefore(3, 10)).isEqualTo(1);
  }

  @Test
  void whatSomebodyWroteToSinceItCameHereStays() throws IOException {
    trashed("1-0");
    Files.writeString(trash().resolve("1-0"), "an edit that came late");

    assertThat(dropBefore(3, 10)).isZero();

    assertThat(names()).containsExactly("1-0");
  }

  @Test
  void whatNoGroupDisplacedAndWhatIsNotOursStays() throws IOException {
    trashed("0-0", "a-person's", "1-0.bak");

    assertThat(dropBefore(3, 10)).isZero();

    assertThat(names()).hasSize(3);
  }

  private int dropBefore(long firstKept, int most) {
    try (HeldLock held = mirror.lock().acquire(Deadline.NEVER).orElseThrow()) {
      return mirror.trash().dropBefore(held, new Sequence(firstKept), most);
    }
  }

  private void trashed(String... names) throws IOException {
    for (String name : names) {
      Files.writeString(trash().resolve(name), "displaced");
      Files.setLastModifiedTime(trash().resolve(name), FileTime.from(LONG_AGO));
    }
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(trash())) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private Path trash() {
    return root.resolve(".cistern/trash");
  }
}
