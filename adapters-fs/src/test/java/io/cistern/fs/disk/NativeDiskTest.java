package io.cistern.fs.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;

final class NativeDiskTest extends SystemDiskContract {
  @Override
  SystemDisk.Means means() {
    return SystemDisk.Means.BEST;
  }

  @Test
  void saysThatItUsesSystemCalls() {
    assertThat(disk().description().implementation()).startsWith("system calls");
    assertThat(disk().description().asksWriters()).isTrue();
  }

  @Test
  void setsTimesBeforeTheEpoch() throws DiskException {
    try (DiskFile file = disk().create("f")) {
      file.setModified(-1_500_000_000L);
      assertThat(file.facts().modified()).isEqualTo(-1_500_000_000L);
    }
  }

  @Test
  void keepsActingOnTheDirectoryItWasOpenedOn() throws IOException {
    put("mine", "mine");
    Files.move(root(), root().resolveSibling("moved"));
    Files.createDirectory(root());
    Files.writeString(root().resolve("mine"), "foreign");
    assertThat(text("mine")).isEqualTo("mine");
    disk().unlink("mine");
    assertThat(root().resolve("mine")).hasContent("foreign");
  }

  @Test
  void noticesAWritableMappingThatOutlivesItsDescriptor() throws IOException {
    put("f", "mapped");
    try (FileChannel channel = FileChannel.open(
        root().resolve("f"), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      var mapping = channel.map(FileChannel.MapMode.READ_WRITE, 0, 6);
      channel.close();
      assertThat(disk().openForWriting("f")).contains(true);
      mapping.put(0, (byte) 'M');
    }
  }

  @Test
  void leaksNoDescriptors() throws IOException {
    long before = descriptors();
    for (int i = 0; i < 50; i++) {
      put("f", "x");
      disk().list("");
      disk().forceDirectory("");
      disk().openForWriting("f");
      refused(DiskException.Kind.NOT_A_DIRECTORY, () -> disk().openToRead("f/g"));
      refused(DiskException.Kind.NOT_A_FILE, () -> disk().openToRead(".cistern"));
      refused(DiskException.Kind.NOT_FOUND, () -> disk().rename("absent", ".cistern/x"));
      try (DiskFile file = disk().openToWrite("f")) {
        file.write(0, ByteBuffer.wrap(new byte[]{1}));
      }
      disk().tryLock("l").orElseThrow().close();
      disk().unlink("f");
    }
    assertThat(descriptors()).isLessThanOrEqualTo(before + 10);
  }

  @Test
  void refusesAClosedFileInsteadOfUsingItsNumber() throws DiskException {
    DiskFile file = disk().create("f");
    file.close();
    file.close();
    refused(DiskException.Kind.OTHER, () -> file.write(0, ByteBuffer.allocate(1)));
    disk().close();
    refused(DiskException.Kind.OTHER, () -> disk().look("f"));
  }

  private static long descriptors() throws IOException {
    try (var open = Files.list(java.nio.file.Path.of("/proc/self/fd"))) {
      return open.count();
    }
  }
}
