package io.cistern.domain.sync;

import java.util.Collection;

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

  /**
   * What confirms these very removals: the same for the same names, in whatever order they are met.
   *
   * @param occasion what they are about, so that one word does not serve twice
   */
  public static String token(String occasion, Collection<String> names) {
    long sum = 0;
    for (String name : names) {
      sum += mixed(occasion + "\n" + name);
    }
    return String.format("%012x", sum >>> 16);
  }

  /** FNV-1a: a token is a reminder of what was refused, not a secret. */
  private static long mixed(String text) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
    }
    return hash;
  }
}
