package io.cistern.http.broker;

import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.commons.io.output.DeferredFileOutputStream;

/** Keeps request bodies aside until they are understood: small ones in memory, others in a private directory. */
final class Spooling {
  private static final int IN_MEMORY = 1 << 20;
  private static final int CHUNK = 1 << 16;

  private final Path directory;
  private final long limit;

  /**
   * Prepares the directory, clearing it of what a dead process left.
   *
   * @param limit bytes of a body at most
   */
  Spooling(Path directory, long limit) {
    this.directory = directory;
    this.limit = limit;
    try {
      Files.createDirectories(
          directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      try (DirectoryStream<Path> left = Files.newDirectoryStream(directory)) {
        for (Path file : left) {
          Files.delete(file);
        }
      }
    } catch (IOException e) {
      throw new CisternException(new Failure.LocalIo(directory.toString(), "prepare the spool: " + e.getMessage()), e);
    }
  }

  /**
   * Reads a body to its end.
   *
   * @throws Refusal 413 when it is longer than allowed
   */
  SpooledBody read(InputStream body) throws IOException {
    DeferredFileOutputStream room = DeferredFileOutputStream.builder()
        .setThreshold(IN_MEMORY)
        .setPrefix("body-")
        .setSuffix(".spool")
        .setDirectory(directory)
        .get();
    SpooledBody spooled = new SpooledBody(room);
    try (room) {
      byte[] chunk = new byte[CHUNK];
      for (int count = body.read(chunk); count >= 0; count = body.read(chunk)) {
        if (room.getByteCount() + count > limit) {
          throw new Refusal(413, "payload_too_large", "request body too large").withHeader("Connection", "close");
        }
        room.write(chunk, 0, count);
      }
      return spooled;
    } catch (IOException | RuntimeException e) {
      spooled.close();
      throw e;
    }
  }
}
