package io.cistern.domain.sync;

/**
 * Which removals are too many to be applied without a person's word: those beyond both bounds, so that neither a small
 * mirror nor a large one asks for nothing.
 *
 * @param paths more than so many
 * @param percent and more than this share of all paths
 */
public record MassRemoval(int paths, int percent) {
  /** A hundred files are more than a person removes by hand, and a tenth of a mirror is missed. */
  public static final MassRemoval DEFAULT = new MassRemoval(100, 10);

  /** Whether so many removals, of so many paths, have to be confirmed. */
  public boolean refuses(long removals, long total) {
    return removals > paths && removals * 100 > total * percent;
  }
}
