package io.cistern.it.bootstrap;

import java.util.List;

/**
 * What happens to one mirror, one deed before each request.
 *
 * @param before how the workspace came to be
 * @param pageSize rows of a page of a listing
 * @param depth levels of a listing
 * @param stallCycles cycles in a row that may stand
 * @param content whether each run wants all content with the names, over and over
 * @param lies whether the broker may answer what is not so
 * @param feedless whether the feed may be gone for a while, or the server's state for good
 */
record History(
    List<Deed> before, List<Deed> script, int pageSize, int depth, int stallCycles, List<Boolean> content,
    boolean lies, boolean feedless, long seed) {}
