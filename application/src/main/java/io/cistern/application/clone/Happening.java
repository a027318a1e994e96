package io.cistern.application.clone;

import io.cistern.application.fetch.Arrival;
import io.cistern.application.listing.PageNews;
import io.cistern.domain.workspace.TreeCursor;
import java.util.Optional;

/** Something that a thread of a walk has to tell its loop. */
sealed interface Happening {
  /**
   * A page came.
   *
   * @param from the cursor it was asked with
   */
  record Page(String directory, Optional<TreeCursor> from, PageNews page) implements Happening {}

  /** The broker no longer knows the cursor, nor any of the others that were tried. */
  record CursorGone(String directory, TreeCursor cursor) implements Happening {}

  /** Asking for a page failed. */
  record NoPage(RuntimeException why) implements Happening {}

  /** A read ended. */
  record Read(Arrival arrival) implements Happening {}
}
