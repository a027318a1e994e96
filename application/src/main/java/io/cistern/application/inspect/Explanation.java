package io.cistern.application.inspect;

import io.cistern.domain.manifest.PathEntry;
import java.util.Optional;

/**
 * Why a path is as it is.
 *
 * @param entry what the manifest holds
 * @param visible how the path looks on disk, in a few words
 * @param why the reason for its state
 * @param next what happens next, or what to do
 * @param asked who asked for what
 */
public record Explanation(PathEntry entry, String visible, String why, String next, Asked asked) {
  /**
   * Who asked for what, from what was recorded.
   *
   * @param by who caused the last switch of the name, in a few words
   * @param pin the pin that keeps the path here: its own name, or a directory's above it
   * @param failed the fetch that failed last, where the content is not here because of that
   * @param noRoom why the disk's budget would not admit its content now; empty where it would, or nothing is wanted
   */
  public record Asked(
      String by, Optional<String> pin, Optional<FailedFetch> failed, Optional<String> noRoom, PathHistory history) {}
}
