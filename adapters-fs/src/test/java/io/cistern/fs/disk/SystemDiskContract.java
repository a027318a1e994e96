package io.cistern.fs.disk;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.fs.testing.DiskContract;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The exam over the file system of this machine. */
abstract class SystemDiskContract extends DiskContract {
  @TempDir
  private Path temporary;

  private Path root;
  private SystemDisk disk;
  private SystemDisk another;

  abstract SystemDisk.Means means();

  @BeforeEach
  void open() throws IOException {
    root = Files.createDirectories(temporary.resolve("root"));
    Files.createDirectory(root.resolve(".cistern"));
    disk = SystemDisk.open(root, means());
    another = SystemDisk.open(root, means());
  }

  @AfterEach
  void close() {
    disk.close();
    another.close();
  }

  @Override
  protected SystemDisk disk() {
    return disk;
  }

  @Override
  protected SystemDisk another() {
    return another;
  }

  @Override
  protected void symbolicLink(String name, String target) throws IOException {
    Files.createSymbolicLink(root.resolve(name), Path.of(target));
  }

  @Override
  protected void fifo(String name) throws IOException {
    Process made = new ProcessBuilder("mkfifo", root.resolve(name).toString()).inheritIO().start();
    made.onExit().join();
    assertThat(made.exitValue()).isZero();
  }

  @Override
  protected void rawName(byte[] name) throws IOException {
    StringBuilder encoded = new StringBuilder(root.toUri().toString());
    for (byte each : name) {
      encoded.append('%').append(String.format("%02x", each));
    }
    Files.createFile(Path.of(URI.create(encoded.toString())));
  }

  @Test
  void leavesNothingBehindWhenItProbesForExchange() throws IOException {
    disk.canExchange();
    assertThat(disk.list(".cistern")).isEmpty();
    assertThat(disk.description().exchange()).isEqualTo(disk.canExchange());
    assertThat(disk.description().fileSystem()).isNotEmpty();
  }

  @Test
  void noticesThatTheRootWasReplaced() throws IOException {
    put("mine", "mine");
    assertThat(disk.rootInPlace()).isTrue();
    Files.move(root, temporary.resolve("moved"));
    assertThat(disk.rootInPlace()).isFalse();
    Files.createDirectory(root);
    assertThat(disk.rootInPlace()).isFalse();
  }

  @Test
  void refusesARootThatIsNone() throws IOException {
    Path file = Files.writeString(temporary.resolve("file"), "x", StandardCharsets.UTF_8);
    refused(DiskException.Kind.NOT_A_DIRECTORY, () -> SystemDisk.open(file, means()));
    refused(DiskException.Kind.NOT_FOUND, () -> SystemDisk.open(temporary.resolve("absent"), means()));
  }

  final Path root() {
    return root;
  }
}
