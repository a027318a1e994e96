package io.cistern.it.architecture.planted.fs.layout;

/** Innocent: a class of an adapter. */
public final class Layout {
  private Layout() {}

  public static String spell() {
    return "name";
  }
}
