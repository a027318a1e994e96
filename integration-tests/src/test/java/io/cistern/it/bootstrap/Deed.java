package io.cistern.it.bootstrap;

/** Something that happens while a mirror is cloned. */
sealed interface Deed {
  record Nothing() implements Deed {}

  record Put(String path, int text) implements Deed {
    /** Long enough, now and then, for a body to break in the middle. */
    String content() {
      return text == 0 ? "" : "text " + text + " " + "x".repeat(text % 3 * 300);
    }
  }

  record Delete(String path) implements Deed {}

  /** More writes than one page of events tells. */
  record Burst(String path) implements Deed {}

  /** From now on this goes wrong, and nothing of what went wrong before. */
  record Chaos(String spec) implements Deed {}

  record RefuseFeed(int status) implements Deed {}

  record RefuseRead(String path, int status) implements Deed {}

  /** Nothing is refused any more. */
  record Lift() implements Deed {}

  record LoseState(String path) implements Deed {}

  record Down(boolean now) implements Deed {}

  /**
   * The token is refused from now on.
   *
   * @param renewed whether a new token is where tokens come from
   */
  record Expire(boolean renewed) implements Deed {}

  record Kill() implements Deed {}

  /**
   * The power goes.
   *
   * @param survivors which of the ways in which the disk may come back
   */
  record PowerCut(int survivors) implements Deed {}

  record Stop() implements Deed {}
}
