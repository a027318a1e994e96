package io.cistern.fs.testing;

/**
 * What kind of file system a {@link SimDisk} is.
 *
 * @param foldsCase whether names that differ in case only are one name
 * @param foldsUnicodeForm whether names that differ in Unicode form only are one name
 * @param canExchange whether two names can be swapped in one step
 * @param asksWriters whether it can tell that some program writes a file
 * @param splitRenames whether a power cut may keep one directory's half of a rename between two directories
 * @param orderedMetadata whether the names that survive a power cut are those of a moment, as on a journaling file
 *     system; else any of the changes may survive, in order
 */
public record SimOptions(
    boolean foldsCase, boolean foldsUnicodeForm, boolean canExchange, boolean asksWriters, boolean splitRenames,
    boolean orderedMetadata) {
  /** The most forgetful file system that the promises are made for. */
  public static final SimOptions PLAIN = new SimOptions(false, false, true, true, false, false);

  public SimOptions foldingCase() {
    return new SimOptions(true, foldsUnicodeForm, canExchange, asksWriters, splitRenames, orderedMetadata);
  }

  public SimOptions foldingUnicodeForm() {
    return new SimOptions(foldsCase, true, canExchange, asksWriters, splitRenames, orderedMetadata);
  }

  public SimOptions withoutExchange() {
    return new SimOptions(foldsCase, foldsUnicodeForm, false, asksWriters, splitRenames, orderedMetadata);
  }

  public SimOptions withoutAskingWriters() {
    return new SimOptions(foldsCase, foldsUnicodeForm, canExchange, false, splitRenames, orderedMetadata);
  }

  public SimOptions splittingRenames() {
    return new SimOptions(foldsCase, foldsUnicodeForm, canExchange, asksWriters, true, orderedMetadata);
  }

  public SimOptions orderingMetadata() {
    return new SimOptions(foldsCase, foldsUnicodeForm, canExchange, asksWriters, splitRenames, true);
  }
}
