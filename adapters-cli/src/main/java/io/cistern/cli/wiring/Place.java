package io.cistern.cli.wiring;

import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.fs.disk.DiskDescription;
import io.cistern.fs.disk.DiskException;
import io.cistern.fs.disk.SystemDisk;
import java.nio.file.Path;

/**
 * What a directory's file system can do and promise.
 *
 * @param means what does the work
 * @param fileSystem its type
 * @param durable whether acknowledged changes survive a power cut here
 * @param exchange whether two names can be swapped in one step
 * @param asksWriters whether it can tell that some program holds a file open for writing
 */
public record Place(String means, String fileSystem, boolean durable, boolean exchange, boolean asksWriters) {
  /** Asks about an existing directory. */
  public static Place at(Path directory) {
    try (SystemDisk disk = SystemDisk.open(directory)) {
      DiskDescription told = disk.description();
      return new Place(
          told.implementation(), told.fileSystem(), told.durable(), told.exchange(), told.asksWriters());
    } catch (DiskException failed) {
      throw new CisternException(
          new Failure.LocalIo(directory.toString(), "cannot use " + directory + ": " + failed.getMessage()), failed);
    }
  }
}
