package io.cistern.cli.settings;

/**
 * From when on a removal is a mass removal: both bounds must be passed.
 *
 * @param paths how many paths
 * @param percent what share of the mirror, 0 to 100
 */
public record MassRule(int paths, int percent) {}
