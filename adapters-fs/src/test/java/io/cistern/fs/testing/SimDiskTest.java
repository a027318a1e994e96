package io.cistern.fs.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.fs.disk.Disk;
import io.cistern.fs.disk.DiskException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SimDiskTest extends DiskContract {
  private final SimDisk sim = new SimDisk(SimOptions.PLAIN, InstantSource.fixed(Instant.EPOCH));
  private final Disk disk = sim.process("A");
  private final Disk another = sim.process("B");

  @Override
  protected Disk disk() {
    return disk;
  }

  @Override
  protected Disk another() {
    return another;
  }

  @Override
  protected void symbolicLink(String name, String target) {
    sim.person().symbolicLink(name, target);
  }

  @Override
  protected void fifo(String name) {
    sim.person().fifo(name);
  }

  @Override
  protected void rawName(byte[] name) {
    sim.person().rawName("", name);
  }

  @Test
  void isTheSameForAProcessWhileItLives() {
    assertThat(sim.process("A")).isSameAs(disk);
    sim.kill("A");
    assertThat(sim.process("A")).isNotSameAs(disk);
  }

  @Test
  void hasAFingerprintOfAllThatItHoldsForcedOrNot() throws DiskException {
    disk.create("f").close();
    String unforced = sim.fingerprint();
    assertThat(sim.copy().fingerprint()).isEqualTo(unforced);

    disk.forceDirectory("");

    assertThat(sim.fingerprint()).isNotEqualTo(unforced);
  }

  @Test
  void hasAnotherFingerprintForEachByteAndEachName() {
    sim.person().write("f", "a");
    SimDisk otherBytes = sim.copy();
    otherBytes.person().write("f", "b");
    SimDisk otherName = sim.copy();
    otherName.person().rename("f", "g");

    assertThat(List.of(sim.fingerprint(), otherBytes.fingerprint(), otherName.fingerprint())).doesNotHaveDuplicates();
  }
}
