package io.cistern.application.quota;

import io.cistern.application.commit.Commits;
import io.cistern.application.fetch.Room;
import io.cistern.application.port.Manifest;
import io.cistern.application.port.Staging;
import io.cistern.application.port.WorkingTree;
import io.cistern.domain.quota.DiskBudget;
import java.time.InstantSource;

/** Makes the gate that every fetch asks. */
public final class Quotas {
  private Quotas() {}

  /**
   * Room within a budget; one per mirror and process, because it knows what this process has set aside.
   *
   * @param bytes of content that may be here; zero or negative for no bound
   */
  public static Room disk(
      long bytes, Commits commits, Manifest manifest, Staging staging, WorkingTree tree, InstantSource clock) {
    if (bytes <= 0) {
      return Room.ENDLESS;
    }
    GivingBack givingBack = new GivingBack(commits, manifest, staging, tree, clock);
    MakingRoom makingRoom = new MakingRoom(manifest, tree, givingBack, clock.instant());
    return new DiskQuota(new DiskBudget(bytes), commits, manifest, staging, makingRoom, clock);
  }
}
