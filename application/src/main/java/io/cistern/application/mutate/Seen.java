package io.cistern.application.mutate;

import io.cistern.application.port.WorkingTree;
import io.cistern.application.port.WorkingTree.Look;
import io.cistern.domain.manifest.Memo;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.publish.Expected;
import io.cistern.domain.workspace.ContentHash;
import java.util.Optional;

/**
 * What a person has under a name now. An edit that nobody had noticed is seen here, so that the change expects the bytes
 * that are there, and they end in trash as they are.
 */
sealed interface Seen {
  /**
   * A placeholder, or content.
   *
   * @param expected what a publication has to expect there
   * @param size bytes
   */
  record There(Expected expected, long size) implements Seen {}

  /** Nothing. */
  record Missing() implements Seen {}

  /** Something that Cistern does not touch. */
  record Untouchable(String why) implements Seen {}

  /** Looks, and hashes what is not certainly what was remembered. */
  static Seen at(WorkingTree tree, PathEntry entry) {
    return switch (tree.look(entry.path())) {
      case Look.Absent() -> new Missing();
      case Look.NotAFile(String kind) -> new Untouchable("the name is held by a " + kind);
      case Look.Unreadable(String why) -> new Untouchable("it cannot be looked at: " + why);
      case Look.File(Memo _, boolean placeholder) when placeholder && entry.state() == PathState.PLACEHOLDER ->
        new There(new Expected.Placeholder(), 0);
      case Look.File(Memo memo, boolean _) -> content(tree, entry, memo);
    };
  }

  private static Seen content(WorkingTree tree, PathEntry entry, Memo memo) {
    boolean remembered = entry.state() == PathState.HYDRATED
        && entry.memo().filter(known -> known.proves(memo)).isPresent();
    Optional<ContentHash> hash = remembered ? entry.hash() : tree.hash(entry.path());
    return hash
        .<Seen>map(bytes -> new There(new Expected.Content(bytes, Optional.of(memo)), memo.size()))
        .orElseGet(Missing::new);
  }
}
