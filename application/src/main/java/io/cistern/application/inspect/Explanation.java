package io.cistern.application.inspect;

import io.cistern.domain.manifest.PathEntry;

/**
 * Why a path is as it is.
 *
 * @param entry what the manifest holds
 * @param visible how the path looks on disk, in a few words
 * @param why the reason for its state
 * @param next what happens next, or what to do
 */
public record Explanation(PathEntry entry, String visible, String why, String next) {}
