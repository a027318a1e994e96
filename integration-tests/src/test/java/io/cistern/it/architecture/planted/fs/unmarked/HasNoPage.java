package io.cistern.it.architecture.planted.fs.unmarked;

/** Breaks A16: its package has no page. */
final class HasNoPage {
  private HasNoPage() {}
}
