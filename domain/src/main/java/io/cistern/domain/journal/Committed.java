package io.cistern.domain.journal;

/** A group and the number it was committed under. */
public record Committed(Sequence at, RecordGroup group) {}
