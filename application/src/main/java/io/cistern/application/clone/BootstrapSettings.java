package io.cistern.application.clone;

import io.cistern.domain.bootstrap.BootstrapPolicy;
import io.cistern.domain.bootstrap.BootstrapTimes;
import io.cistern.domain.placeholder.FetchGuard;
import io.cistern.domain.sync.MassRemoval;
import java.util.function.DoubleSupplier;

/**
 * The bounds of a bootstrap; a count of zero or less means the default.
 *
 * @param listingDepth levels asked for in one listing, at most 100 (contract 7.2); directories that deep are listed on
 *     their own
 * @param maxDirectories how many directories a workspace may have before it counts as one that expands for ever
 * @param stallCycles how often one thing may be tried without moving on: cycles, listings of one directory that start
 *     over, pages that bring nothing new, whole listings that do not agree
 * @param parallelism files read at once; 1 is strictly sequential, on the calling thread
 * @param times how long to wait for what, clamped to each other
 * @param massRemoval from how many removals on a received change has to be confirmed
 * @param guard which files are not fetched, whoever asks for all content; what is binary is their business
 * @param chance between 0 and 1, for the jitter of the pauses between cycles; safe for use by many threads
 */
public record BootstrapSettings(
    int listingDepth,
    int maxDirectories,
    int stallCycles,
    int parallelism,
    BootstrapTimes times,
    MassRemoval massRemoval,
    FetchGuard guard,
    DoubleSupplier chance) {
  /** Deep enough that few trees need a second level of listings, flat enough that a page is found quickly. */
  public static final int DEFAULT_LISTING_DEPTH = 10;

  /** More than any known workspace, and still a walk that ends within the hour. */
  public static final int DEFAULT_MAX_DIRECTORIES = 50_000;

  /** Enough to outlast a restart of the broker. */
  public static final int DEFAULT_STALL_CYCLES = 20;

  /** As many as the reference client has under way. */
  public static final int DEFAULT_PARALLELISM = 16;

  /** Without chance, the middle. */
  private static final double EVEN = 0.5;

  public static final BootstrapSettings DEFAULTS =
      new BootstrapSettings(0, 0, 0, 0, BootstrapTimes.DEFAULTS, MassRemoval.DEFAULT, () -> EVEN);

  /** The contract's own cap. */
  private static final int DEEPEST_LISTING = 100;

  /** With nothing kept away. */
  public BootstrapSettings(
      int listingDepth, int maxDirectories, int stallCycles, int parallelism, BootstrapTimes times,
      MassRemoval massRemoval, DoubleSupplier chance) {
    this(
        listingDepth, maxDirectories, stallCycles, parallelism, times, massRemoval, FetchGuard.NONE, chance);
  }

  public BootstrapSettings {
    guard = guard.named();
    listingDepth = Math.min(listingDepth > 0 ? listingDepth : DEFAULT_LISTING_DEPTH, DEEPEST_LISTING);
    maxDirectories = maxDirectories > 0 ? maxDirectories : DEFAULT_MAX_DIRECTORIES;
    stallCycles = stallCycles > 0 ? stallCycles : DEFAULT_STALL_CYCLES;
    parallelism = parallelism > 0 ? parallelism : DEFAULT_PARALLELISM;
    times = times.clamped().times();
  }

  /** These bounds of a listing, the defaults for the rest. */
  public static BootstrapSettings listing(int depth, int directories, int cycles) {
    return new BootstrapSettings(
        depth, directories, cycles, 0, BootstrapTimes.DEFAULTS, MassRemoval.DEFAULT, () -> EVEN);
  }

  /** The same, with so many reads at once. */
  public BootstrapSettings reading(int files) {
    return new BootstrapSettings(listingDepth, maxDirectories, stallCycles, files, times, massRemoval, guard, chance);
  }

  /** The same, with other times. */
  public BootstrapSettings within(BootstrapTimes other) {
    return new BootstrapSettings(listingDepth, maxDirectories, stallCycles, parallelism, other, massRemoval, guard,
        chance);
  }

  /** The same, without the files that this keeps away. */
  public BootstrapSettings guardedBy(FetchGuard other) {
    return new BootstrapSettings(
        listingDepth, maxDirectories, stallCycles, parallelism, times, massRemoval, other, chance);
  }

  /** When a bootstrap gives up. */
  public BootstrapPolicy.Limits limits() {
    return new BootstrapPolicy.Limits(stallCycles, maxDirectories);
  }
}
