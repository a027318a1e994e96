package io.cistern.fs.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cistern.fs.disk.DirectoryEntry;
import io.cistern.fs.disk.Disk;
import io.cistern.fs.disk.DiskException;
import io.cistern.fs.disk.DiskException.Kind;
import io.cistern.fs.disk.DiskFile;
import io.cistern.fs.disk.DiskLock;
import io.cistern.fs.disk.FileFacts;
import io.cistern.fs.disk.FileKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** The exam that every {@link Disk} passes. */
public abstract class DiskContract {
  /** The disk under test, empty but for a control directory; the same one during a test. */
  protected abstract Disk disk();

  /** Another disk on the same root, as another process or another part of this one has it. */
  protected abstract Disk another();

  /** Puts a symbolic link, as a person would. */
  protected abstract void symbolicLink(String name, String target) throws IOException;

  /** Puts a FIFO. */
  protected abstract void fifo(String name) throws IOException;

  /** Puts a file whose name is these bytes, which are no text, into the root. */
  protected abstract void rawName(byte[] name) throws IOException;

  protected final void put(String name, String text) throws DiskException {
    try (DiskFile file = disk().create(name)) {
      file.write(0, bytes(text));
    }
  }

  protected final String text(String name) throws DiskException {
    try (DiskFile file = disk().openToRead(name)) {
      ByteBuffer into = ByteBuffer.allocate(1024);
      file.read(0, into);
      return StandardCharsets.UTF_8.decode(into.flip()).toString();
    }
  }

  protected static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  protected static void refused(Kind kind, ThrowingCallable deed) {
    assertThatThrownBy(deed).isInstanceOfSatisfying(
        DiskException.class, failed -> assertThat(failed.kind()).as(failed.getMessage()).isEqualTo(kind));
  }

  protected final boolean exists(String name) throws DiskException {
    return disk().look(name).isPresent();
  }

  @Test
  void writesAndReadsAtPositions() throws DiskException {
    try (DiskFile file = disk().create("f")) {
      file.write(0, bytes("hello world"));
      file.write(6, bytes("there"));
      file.write(13, bytes("!"));
      ByteBuffer into = ByteBuffer.allocate(20);
      assertThat(file.read(0, into)).isEqualTo(14);
      assertThat(into.flip().asReadOnlyBuffer()).isEqualTo(bytes("hello there\0\0!"));
      assertThat(file.read(14, ByteBuffer.allocate(1))).isEqualTo(-1);
      assertThat(file.read(12, ByteBuffer.allocateDirect(1))).isEqualTo(1);
      assertThat(file.facts().size()).isEqualTo(14);
    }
  }

  @Test
  void carriesMoreThanOneBufferful() throws DiskException {
    byte[] many = new byte[300_001];
    for (int i = 0; i < many.length; i++) {
      many[i] = (byte) ((i * 31) >> 3);
    }
    try (DiskFile file = disk().create("big")) {
      file.write(5, ByteBuffer.wrap(many));
      ByteBuffer into = ByteBuffer.allocate(many.length);
      assertThat(file.read(5, into)).isEqualTo(many.length);
      assertThat(into.array()).isEqualTo(many);
    }
  }

  @Test
  void createsPrivatelyAndNeverOverSomething() throws Exception {
    put("f", "one");
    assertThat(disk().look("f").orElseThrow().mode()).isEqualTo(0x180);
    symbolicLink("link", "nowhere");
    refused(Kind.EXISTS, () -> disk().create("f"));
    refused(Kind.EXISTS, () -> disk().create("link"));
    refused(Kind.NOT_FOUND, () -> disk().create("missing/f"));
    refused(Kind.NOT_A_DIRECTORY, () -> disk().create("f/g"));
    assertThat(exists("nowhere")).isFalse();
  }

  @Test
  void looksWithoutFollowing() throws Exception {
    put("f", "12345");
    symbolicLink("link", "f");
    fifo("fifo");
    FileFacts facts = disk().look("f").orElseThrow();
    assertThat(facts.isFile()).isTrue();
    assertThat(facts.size()).isEqualTo(5);
    assertThat(facts.links()).isOne();
    assertThat(disk().look("link").orElseThrow().kind()).isEqualTo(FileKind.SYMBOLIC_LINK);
    assertThat(disk().look("fifo").orElseThrow().kind()).isEqualTo(FileKind.OTHER);
    assertThat(disk().look("").orElseThrow().kind()).isEqualTo(FileKind.DIRECTORY);
    assertThat(disk().look("absent")).isEmpty();
    assertThat(disk().look("absent/child")).isEmpty();
    refused(Kind.NOT_A_DIRECTORY, () -> disk().look("f/child"));
  }

  @Test
  void opensOnlyRegularFiles() throws Exception {
    put("f", "x");
    symbolicLink("link", "f");
    fifo("fifo");
    disk().makeDirectory("d", 0x1c0);
    for (String name : new String[]{"link", "fifo", "d"}) {
      refused(Kind.NOT_A_FILE, () -> disk().openToRead(name));
      refused(Kind.NOT_A_FILE, () -> disk().openToWrite(name));
    }
    refused(Kind.NOT_FOUND, () -> disk().openToRead("absent"));
  }

  @Test
  void followsNoLinkOnTheWay() throws Exception {
    disk().makeDirectory("real", 0x1c0);
    put("real/f", "x");
    put("g", "y");
    symbolicLink("way", "real");
    refused(Kind.NOT_A_DIRECTORY, () -> disk().openToRead("way/f"));
    refused(Kind.NOT_A_DIRECTORY, () -> disk().create("way/new"));
    refused(Kind.NOT_A_DIRECTORY, () -> disk().unlink("way/f"));
    refused(Kind.NOT_A_DIRECTORY, () -> disk().rename("g", "way/g"));
    refused(Kind.NOT_A_DIRECTORY, () -> disk().link("g", "way/g"));
    refused(Kind.NOT_A_DIRECTORY, () -> disk().makeDirectory("way/d", 0x1c0));
    refused(Kind.NOT_A_DIRECTORY, () -> disk().look("way/f"));
    refused(Kind.NOT_A_DIRECTORY, () -> disk().list("way"));
    refused(Kind.NOT_A_DIRECTORY, () -> disk().forceDirectory("way"));
    refused(Kind.NOT_A_DIRECTORY, () -> disk().setMode("way/f", 0x180));
    assertThat(text("real/f")).isEqualTo("x");
    assertThat(disk().list("real")).hasSize(1);
  }

  @Test
  void neverLeavesTheRoot() throws Exception {
    disk().makeDirectory("d", 0x1c0);
    for (String name : new String[]{"..", "../x", "d/../../x", "d/..", "/etc", "d//x", "d/", "./x", "a\0b"}) {
      refused(Kind.OTHER, () -> disk().create(name));
      refused(Kind.OTHER, () -> disk().openToRead(name));
      refused(Kind.OTHER, () -> disk().look(name));
      refused(Kind.OTHER, () -> disk().unlink(name));
      refused(Kind.OTHER, () -> disk().list(name));
      refused(Kind.OTHER, () -> disk().tryLock(name));
    }
    refused(Kind.OTHER, () -> disk().removeDirectory(""));
    refused(Kind.OTHER, () -> disk().rename("d", ""));
  }

  @Test
  void takesStrangeNames() throws Exception {
    String longest = "n".repeat(255);
    String twoBytes = "\u00e9".repeat(127) + "x";
    for (String name : new String[]{"new\nline", longest, twoBytes, " ", "*", "\ud83d\ude00", "a\\b", "-rf", "..."}) {
      put(name, name);
      assertThat(text(name)).isEqualTo(name);
      assertThat(disk().list("")).extracting(DirectoryEntry::name).contains(name);
      disk().unlink(name);
    }
    refused(Kind.NAME_TOO_LONG, () -> disk().create("n".repeat(256)));
    refused(Kind.NAME_TOO_LONG, () -> disk().create("\u00e9".repeat(128)));
    refused(Kind.NAME_TOO_LONG, () -> disk().look("n".repeat(256)));
    refused(Kind.OTHER, () -> disk().create("half \ud83d"));
  }

  @Test
  void reachesDeeperThanOneCallTakes() throws Exception {
    StringBuilder path = new StringBuilder("d".repeat(200));
    disk().makeDirectory(path.toString(), 0x1c0);
    for (int depth = 1; depth < 15; depth++) {
      path.append('/').append("d".repeat(200));
      disk().makeDirectory(path.toString(), 0x1c0);
    }
    put(path + "/f", "deep");
    assertThat(text(path + "/f")).isEqualTo("deep");
  }

  @Test
  void listsNamesThatAreNoTextInHex() throws Exception {
    rawName(new byte[]{'a', (byte) 0xff, 'b'});
    put("f", "");
    disk().makeDirectory("d", 0x1c0);
    assertThat(disk().list("")).contains(
        new DirectoryEntry("61ff62", false, FileKind.FILE),
        new DirectoryEntry("f", true, FileKind.FILE),
        new DirectoryEntry("d", true, FileKind.DIRECTORY));
    refused(Kind.NOT_FOUND, () -> disk().list("absent"));
    refused(Kind.NOT_A_DIRECTORY, () -> disk().list("f"));
  }

  @Test
  void listsManyNames() throws Exception {
    disk().makeDirectory("many", 0x1c0);
    for (int i = 0; i < 3000; i++) {
      disk().create("many/a-name-that-fills-the-buffer-" + i).close();
    }
    assertThat(disk().list("many")).hasSize(3000).doesNotHaveDuplicates();
  }

  @Test
  void makesAndRemovesDirectories() throws Exception {
    disk().makeDirectory("d", 0x1c0);
    assertThat(disk().look("d").orElseThrow().mode()).isEqualTo(0x1c0);
    put("d/f", "x");
    refused(Kind.EXISTS, () -> disk().makeDirectory("d", 0x1c0));
    refused(Kind.NOT_EMPTY, () -> disk().removeDirectory("d"));
    refused(Kind.NOT_A_DIRECTORY, () -> disk().removeDirectory("d/f"));
    refused(Kind.NOT_A_FILE, () -> disk().unlink("d"));
    disk().unlink("d/f");
    disk().removeDirectory("d");
    assertThat(exists("d")).isFalse();
    refused(Kind.NOT_FOUND, () -> disk().removeDirectory("d"));
    refused(Kind.NOT_FOUND, () -> disk().unlink("d"));
  }

  @Test
  void renamesOnlyToAFreeName() throws Exception {
    put("a", "a");
    put("b", "b");
    refused(Kind.EXISTS, () -> disk().rename("a", "b"));
    assertThat(text("b")).isEqualTo("b");
    disk().makeDirectory("d", 0x1c0);
    disk().rename("a", "d/a");
    assertThat(text("d/a")).isEqualTo("a");
    assertThat(exists("a")).isFalse();
    refused(Kind.NOT_FOUND, () -> disk().rename("a", "c"));
    disk().rename("d", "e");
    assertThat(text("e/a")).isEqualTo("a");
  }

  @Test
  void renamesWhatIsNoFileToo() throws Exception {
    symbolicLink("link", "nowhere");
    fifo("fifo");
    disk().rename("link", "moved");
    disk().rename("fifo", "fofo");
    assertThat(disk().look("moved").orElseThrow().kind()).isEqualTo(FileKind.SYMBOLIC_LINK);
    assertThat(disk().look("fofo").orElseThrow().kind()).isEqualTo(FileKind.OTHER);
    disk().unlink("moved");
    assertThat(exists("moved")).isFalse();
  }

  @Test
  void replacesAFileInOneStep() throws Exception {
    put("a", "a");
    put("b", "b");
    disk().replace("a", "b");
    assertThat(text("b")).isEqualTo("a");
    assertThat(exists("a")).isFalse();
    disk().makeDirectory("d", 0x1c0);
    refused(Kind.NOT_A_FILE, () -> disk().replace("b", "d"));
    refused(Kind.NOT_FOUND, () -> disk().replace("a", "b"));
  }

  @Test
  void exchangesTwoNamesWhereItCan() throws Exception {
    put("a", "a");
    disk().makeDirectory("d", 0x1c0);
    put("d/b", "b");
    if (disk().canExchange()) {
      disk().exchange("a", "d/b");
      assertThat(text("a")).isEqualTo("b");
      assertThat(text("d/b")).isEqualTo("a");
      refused(Kind.NOT_FOUND, () -> disk().exchange("a", "absent"));
    } else {
      refused(Kind.OTHER, () -> disk().exchange("a", "d/b"));
      assertThat(text("a")).isEqualTo("a");
    }
  }

  @Test
  void doesNothingBetweenTwoNamesOfOneFile() throws Exception {
    put("a", "x");
    disk().link("a", "b");
    assertThat(disk().look("a").orElseThrow().links()).isEqualTo(2);
    disk().replace("a", "b");
    assertThat(exists("a")).isTrue();
    refused(Kind.EXISTS, () -> disk().rename("a", "b"));
    disk().unlink("a");
    assertThat(text("b")).isEqualTo("x");
    assertThat(disk().look("b").orElseThrow().links()).isOne();
  }

  @Test
  void linksOnlyRegularFilesToFreeNames() throws Exception {
    put("a", "x");
    put("b", "y");
    symbolicLink("link", "a");
    disk().makeDirectory("d", 0x1c0);
    refused(Kind.EXISTS, () -> disk().link("a", "b"));
    refused(Kind.NOT_A_FILE, () -> disk().link("link", "c"));
    refused(Kind.NOT_A_FILE, () -> disk().link("d", "c"));
    refused(Kind.NOT_FOUND, () -> disk().link("absent", "c"));
  }

  @Test
  void changesModeAndTimes() throws Exception {
    put("f", "x");
    disk().setMode("f", 0x124);
    assertThat(disk().look("f").orElseThrow().mode()).isEqualTo(0x124);
    try (DiskFile file = disk().create("g")) {
      file.setModified(1_234_567_890_123_456_000L);
      file.force();
      assertThat(file.facts().modified()).isEqualTo(1_234_567_890_123_456_000L);
    }
    symbolicLink("link", "f");
    assertThatThrownBy(() -> disk().setMode("link", 0x1ff)).isInstanceOf(DiskException.class);
    assertThat(disk().look("f").orElseThrow().mode()).isEqualTo(0x124);
    refused(Kind.NOT_FOUND, () -> disk().setMode("absent", 0x180));
  }

  @Test
  void cutsAndExtendsFiles() throws Exception {
    try (DiskFile file = disk().create("f")) {
      file.write(0, bytes("123456"));
      file.truncate(3);
      assertThat(file.facts().size()).isEqualTo(3);
      file.truncate(5);
      file.reserve(1 << 16);
      assertThat(file.facts().size()).isEqualTo(5);
    }
    assertThat(text("f")).isEqualTo("123\0\0");
  }

  @Test
  void forcesFilesDirectoriesAndEverything() throws Exception {
    disk().makeDirectory("d", 0x1c0);
    try (DiskFile file = disk().create("d/f")) {
      file.write(0, bytes("x"));
      file.force();
    }
    disk().forceDirectory("d");
    disk().forceDirectory("");
    disk().syncAll();
    refused(Kind.NOT_FOUND, () -> disk().forceDirectory("absent"));
    assertThat(disk().tainted()).isFalse();
    put("after", "still writes");
  }

  @Test
  void tellsWhetherSomeoneWrites() throws Exception {
    put("f", "x");
    Optional<Boolean> quiet = disk().openForWriting("f");
    try (DiskFile open = another().openToWrite("f")) {
      Optional<Boolean> busy = disk().openForWriting("f");
      assertThat(busy).isEqualTo(quiet.map(_ -> true));
      assertThat(open.facts().isFile()).isTrue();
    }
    assertThat(disk().openForWriting("f")).isEqualTo(quiet);
    assertThat(quiet).isNotEqualTo(Optional.of(true));
    refused(Kind.NOT_FOUND, () -> disk().openForWriting("absent"));
  }

  @Test
  void keepsReadingAFileThatLostItsName() throws Exception {
    put("f", "still here");
    try (DiskFile file = disk().openToRead("f")) {
      disk().unlink("f");
      ByteBuffer into = ByteBuffer.allocate(5);
      assertThat(file.read(0, into)).isEqualTo(5);
      assertThat(into.flip()).isEqualTo(bytes("still"));
    }
  }

  @Test
  void paysNoHeedToInterrupts() throws Exception {
    Thread.currentThread().interrupt();
    try {
      try (DiskFile file = disk().create("f")) {
        file.write(0, bytes("x"));
        file.force();
        assertThat(file.read(0, ByteBuffer.allocate(1))).isOne();
      }
      disk().forceDirectory("");
      disk().rename("f", "g");
      try (DiskLock lock = disk().tryLock("l.lock").orElseThrow()) {
        assertThat(lock.valid()).isTrue();
      }
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void locksOnceAtATime() throws Exception {
    DiskLock lock = disk().tryLock("l.lock").orElseThrow();
    assertThat(lock.valid()).isTrue();
    assertThat(disk().tryLock("l.lock")).isEmpty();
    assertThat(another().tryLock("l.lock")).isEmpty();
    assertThat(lock.valid()).isTrue();
    lock.close();
    lock.close();
    assertThat(lock.valid()).isFalse();
    try (DiskLock next = another().tryLock("l.lock").orElseThrow()) {
      assertThat(disk().tryLock("l.lock")).isEmpty();
      assertThat(next.valid()).isTrue();
    }
    assertThat(exists("l.lock")).isTrue();
  }

  @Test
  void opensTheFileOfAHeldLockNoMore() throws Exception {
    try (DiskLock lock = disk().tryLock("l.lock").orElseThrow()) {
      refused(Kind.OTHER, () -> disk().openToRead("l.lock"));
      refused(Kind.OTHER, () -> disk().openToWrite("l.lock"));
      assertThat(lock.valid()).isTrue();
    }
    disk().openToRead("l.lock").close();
  }

  @Test
  void noticesThatALockFileLostItsName() throws Exception {
    try (DiskLock lock = disk().tryLock("l.lock").orElseThrow()) {
      another().unlink("l.lock");
      assertThat(lock.valid()).isFalse();
      another().create("l.lock").close();
      assertThat(lock.valid()).isFalse();
    }
  }

  @Test
  void locksNothingButRegularFiles() throws Exception {
    put("f", "x");
    symbolicLink("link", "f");
    disk().makeDirectory("d", 0x1c0);
    refused(Kind.NOT_A_FILE, () -> disk().tryLock("link"));
    refused(Kind.NOT_A_FILE, () -> disk().tryLock("d"));
    refused(Kind.NOT_FOUND, () -> disk().tryLock("absent/l"));
  }
}
