package io.cistern.application.inspect;

/** One word on a mirror; the first that applies, in this order. */
public enum Verdict {
  /** Its records do not read back. */
  DAMAGED("damaged"),
  /** Its bootstrap gave up, until somebody retries it or raises the limit that it met. */
  STALLED("stalled"),
  /** A person has to decide something, or to start a bootstrap again that was broken off. */
  ATTENTION("attention"),
  /** A pass is at work, or a committed change waits for the next command to finish it. */
  WORKING("working"),
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
