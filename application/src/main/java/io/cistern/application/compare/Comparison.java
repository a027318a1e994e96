package io.cistern.application.compare;

/**
 * What a comparison with the remote came to.
 *
 * @param listed files that the remote has, of what was asked for
 * @param differing paths at which the two sides differ
 */
public record Comparison(long listed, long differing) {}
