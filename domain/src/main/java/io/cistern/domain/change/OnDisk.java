package io.cistern.domain.change;

import io.cistern.domain.manifest.Memo;
import io.cistern.domain.workspace.ContentHash;

/** What lies under a visible name, as far as a change made here has to know. */
public sealed interface OnDisk {
  record Absent() implements OnDisk {}

  /**
   * A regular file.
   *
   * @param memo how it looks
   * @param placeholder whether it has the form of a placeholder
   * @param hash of its bytes, read while it looked so
   */
  record Content(Memo memo, boolean placeholder, ContentHash hash) implements OnDisk {}

  /**
   * Something that is no regular file.
   *
   * @param kind in a word or two, for people
   */
  record NoFile(String kind) implements OnDisk {}

  /**
   * Could not be looked at.
   *
   * @param why for people
   */
  record Unreadable(String why) implements OnDisk {}

  /** Whether both are the same thing, so that what was decided on one holds for the other. */
  default boolean sameAs(OnDisk other) {
    if (this instanceof Content mine && other instanceof Content theirs) {
      return mine.memo().sameLook(theirs.memo()) && mine.hash().equals(theirs.hash());
    }
    return equals(other);
  }
}
