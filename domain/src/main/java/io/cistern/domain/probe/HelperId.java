package io.cistern.domain.probe;

/** One helper process of a pool, or the place for one; never given twice by the same pool. */
public record HelperId(long value) {}
