package io.cistern.fs.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.fs.disk.Disk;
import java.time.Instant;
import java.time.InstantSource;
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
}
