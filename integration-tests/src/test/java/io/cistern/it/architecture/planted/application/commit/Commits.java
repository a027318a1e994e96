package io.cistern.it.architecture.planted.application.commit;

/** Innocent: stands for the one way to change a mirror. */
public final class Commits {
  private Commits() {}

  public static boolean heldHere() {
    return false;
  }

  public static boolean commit() {
    return true;
  }
}
