package io.cistern.application.clone;

/**
 * The bounds of a bootstrap; zero or negative means the default.
 *
 * @param listingDepth levels asked for in one listing, at most 100 (contract 7.2); directories that deep are listed on
 *     their own
 * @param maxDirectories how many directories a workspace may have before it counts as one that expands for ever
 * @param stallCycles how often one thing may be tried without moving on: listings of one directory that start over,
 *     pages that bring nothing new, whole listings that do not agree
 */
public record BootstrapSettings(int listingDepth, int maxDirectories, int stallCycles) {
  /** Deep enough that few trees need a second level of listings, flat enough that a page is found quickly. */
  public static final int DEFAULT_LISTING_DEPTH = 10;

  /** More than any known workspace, and still a walk that ends within the hour. */
  public static final int DEFAULT_MAX_DIRECTORIES = 50_000;

  /** Enough to outlast a restart of the broker. */
  public static final int DEFAULT_STALL_CYCLES = 20;

  public static final BootstrapSettings DEFAULTS = new BootstrapSettings(0, 0, 0);

  /** The contract's own cap. */
  private static final int DEEPEST_LISTING = 100;

  public BootstrapSettings {
    listingDepth = Math.min(listingDepth > 0 ? listingDepth : DEFAULT_LISTING_DEPTH, DEEPEST_LISTING);
    maxDirectories = maxDirectories > 0 ? maxDirectories : DEFAULT_MAX_DIRECTORIES;
    stallCycles = stallCycles > 0 ? stallCycles : DEFAULT_STALL_CYCLES;
  }
}
