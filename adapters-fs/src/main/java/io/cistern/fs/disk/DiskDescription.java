package io.cistern.fs.disk;

/**
 * What a disk can do and promise, for people.
 *
 * @param implementation what does the work
 * @param fileSystem its type, as mount tables spell it, or {@code unknown}
 * @param durable whether acknowledged changes survive a power cut here; else only a killed process is promised
 * @param exchange whether two names can be swapped in one step
 * @param asksWriters whether it can tell that some program holds a file open for writing
 */
public record DiskDescription(
    String implementation, String fileSystem, boolean durable, boolean exchange, boolean asksWriters) {}
