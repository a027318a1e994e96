package io.cistern.application.listing;

import io.cistern.domain.sync.RemoteFact;
import io.cistern.domain.workspace.TreeCursor;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What one page of a listing says.
 *
 * @param facts one per file, no name twice
 * @param joined directories that need a listing of their own
 * @param directories how many the page showed
 * @param next where the listing goes on
 * @param ignored rows that make no sense where they stand
 * @param totalFiles the broker's count of the files below the listed directory
 */
public record PageNews(
    List<RemoteFact> facts,
    List<String> joined,
    long directories,
    Optional<TreeCursor> next,
    long ignored,
    OptionalLong totalFiles) {
  public PageNews {
    facts = List.copyOf(facts);
    joined = List.copyOf(joined);
  }
}
