package io.cistern.http.wire;

import io.cistern.domain.failure.Invariant;

/**
 * How much of an answer we are ready to take in; everything beyond is a {@link BrokenAnswer}.
 *
 * @param nesting levels of objects and lists
 * @param name characters of a field name
 * @param text characters of a value that is kept in memory: paths, cursors, messages
 * @param entries rows of one page
 * @param listing bytes of a listing or a page of events, after decompression
 * @param file bytes of one file's decoded text form, after decompression
 * @param inMemory bytes of a body that are kept in memory; larger ones go to the spool
 * @param expansion times that a compressed body may grow, once it is over a mebibyte
 */
public record WireLimits(
    int nesting, int name, int text, int entries, long listing, long file, int inMemory, int expansion) {
  /**
   * The contract nests four deep and its pages have 1000 rows; a listing of 64 MiB is what the reference client reads at
   * most. A name is kept up to a mebibyte so that an over-long one is set aside as a name, not refused with its page.
   */
  public static final WireLimits DEFAULT =
      new WireLimits(64, 4096, 1 << 20, 10_000, 64L << 20, 16L << 30, 1 << 20, 200);

  public WireLimits {
    Invariant.check(
        nesting > 0 && name > 0 && text > 0 && entries > 0 && listing > 0 && file > 0 && inMemory > 0 && expansion > 0,
        "limits of the wire are positive");
  }

  /** The same with another bound on what is kept in memory of one body. */
  public WireLimits withInMemory(int bytes) {
    return new WireLimits(nesting, name, text, entries, listing, file, bytes, expansion);
  }

  /** The same with another bound on one file. */
  public WireLimits withFile(long bytes) {
    return new WireLimits(nesting, name, text, entries, listing, bytes, inMemory, expansion);
  }

  /** The same with another bound on a listing. */
  public WireLimits withListing(long bytes) {
    return new WireLimits(nesting, name, text, entries, bytes, file, inMemory, expansion);
  }
}
