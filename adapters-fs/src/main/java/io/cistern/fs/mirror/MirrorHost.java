package io.cistern.fs.mirror;

import io.cistern.application.port.Pauses;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * What a mirror needs of the program it is opened in.
 *
 * @param clock the program's clock
 * @param pauses how to wait for another process
 * @param random numbers that never come twice, in this process or another
 * @param command what this program calls itself where others read who holds the mirror
 */
public record MirrorHost(InstantSource clock, Pauses pauses, LongSupplier random, String command) {
  /** The system's clock, real waiting, strong randomness. */
  public static MirrorHost system(String command) {
    SecureRandom random = new SecureRandom();
    InstantSource clock = InstantSource.system();
    return new MirrorHost(clock, new SystemPauses(clock), random::nextLong, command);
  }
}
