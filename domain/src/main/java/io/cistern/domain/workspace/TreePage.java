package io.cistern.domain.workspace;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One page of a listing.
 *
 * @param entries in the broker's order; may be empty while {@code next} is present
 * @param next empty on the last page
 * @param totalFiles the broker's own count of the files below the listed directory, where it tells one
 */
public record TreePage(List<TreeEntry> entries, Optional<TreeCursor> next, OptionalLong totalFiles) {
  public TreePage {
    entries = List.copyOf(entries);
  }
}
