package io.cistern.application.inspect;

/** One word on a mirror; the first that applies, in this order. */
public enum Verdict {
  /** Its records do not read back. */
  DAMAGED("damaged"),
  /** A person has to decide something. */
  ATTENTION("attention"),
  /** A pass is at work, or a committed change waits for the next command to finish it. */
  WORKING("working"),
  /** Names are not complete, and nothing is at work on it. */
  STALLED("stalled"),
  /** Names are complete, and nothing waits. */
  IN_SYNC("in-sync");

  private final String word;

  Verdict(String word) {
    this.word = word;
  }

  /** As printed. */
  public String word() {
    return word;
  }
}
