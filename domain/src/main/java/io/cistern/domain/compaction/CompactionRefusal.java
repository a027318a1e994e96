package io.cistern.domain.compaction;

/** Why a compaction may not start now, in the order in which the reasons are told. */
public enum CompactionRefusal {
  /** One is being prepared, or waits to be applied. */
  PENDING("pending"),
  /** The session has tried too often in vain. */
  ATTEMPT_LIMIT("attempt limit"),
  /** The last one started too short a time ago. */
  COOLDOWN("cooldown"),
  /** No group follows the checkpoint. */
  NOTHING_TO_DO("nothing to do"),
  /** The disk has no room for a second checkpoint, or does not say. */
  DISK_PRESSURE("disk pressure"),
  /** Another process holds what a compaction needs, and nobody waits for it. */
  BUSY("busy");

  private final String word;

  CompactionRefusal(String word) {
    this.word = word;
  }

  /** As people and scripts read it. */
  public String word() {
    return word;
  }
}
