package io.cistern.application.inspect;

import io.cistern.application.port.Manifest;
import io.cistern.application.port.MirrorReader;
import io.cistern.application.port.WorkingTree;
import io.cistern.application.port.WorkingTree.Look;
import io.cistern.domain.manifest.Memo;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.placeholder.EagerRules;
import jakarta.inject.Inject;
import java.util.Optional;

/** Says why a path is as it is. A reader: takes no lock, changes nothing, waits for nobody. Safe for use by many threads. */
public final class ExplainPath {
  private static final String MISSING =
      "stays as it is: a missing file is never taken for a removal, nor put back unasked";
  private static final String UNSEEN = "kept; `cistern verify` compares it with what was here";

  private final MirrorReader reader;
  private final WorkingTree tree;
  private final EagerRules eager;

  /** Keeps these. */
  @Inject
  public ExplainPath(MirrorReader reader, WorkingTree tree, EagerRules eager) {
    this.reader = reader;
    this.tree = tree;
    this.eager = eager;
  }

  /**
   * Explains a path or a quarantined name; empty when the mirror does not know it.
   *
   * @param name a path from the mirror's root
   */
  public Optional<Explanation> explain(String name) {
    Manifest manifest = reader.read().manifest();
    return manifest.find(name).map(entry -> explain(entry, manifest.isSwitching(name)));
  }

  /** A path that is being switched at this moment has no settled look. */
  private Explanation explain(PathEntry entry, boolean switching) {
    if (entry.state() == PathState.QUARANTINED) {
      return new Explanation(entry, "nothing on disk", why(entry), next(entry));
    }
    Look look = tree.look(entry.path());
    if (switching) {
      return new Explanation(entry, visible(entry, look), why(entry), "being published; the next command finishes it");
    }
    return switch (look) {
      case Look.Absent() when isHydrated(entry) ->
        new Explanation(entry, visible(entry, look), "its content was here, and the file is gone", MISSING);
      case Look.Absent() when entry.state() == PathState.PLACEHOLDER ->
        new Explanation(entry, visible(entry, look), why(entry), MISSING);
      case Look.File(Memo _, boolean untouched) when entry.state() == PathState.PLACEHOLDER && !untouched ->
        new Explanation(entry, visible(entry, look), "changed here since anyone looked", UNSEEN);
      case Look.File(Memo memo, boolean _) when isHydrated(entry) && entry.memo().filter(memo::sameLook).isEmpty() ->
        new Explanation(entry, visible(entry, look), "touched here since anyone looked", UNSEEN);
      case Look.File _, Look.Absent _,Look.NotAFile _, Look.Unreadable _ ->
        new Explanation(entry, visible(entry, look), why(entry), next(entry));
    };
  }

  private static boolean isHydrated(PathEntry entry) {
    return entry.state() == PathState.HYDRATED;
  }

  private static String visible(PathEntry entry, Look look) {
    return switch (look) {
      case Look.Absent() -> "no file on disk";
      case Look.File(Memo _, boolean untouched) when untouched && entry.state() == PathState.PLACEHOLDER ->
        "the placeholder";
      case Look.File(Memo memo, boolean _) -> "a file of " + memo.size() + " bytes";
      case Look.NotAFile(String kind) -> "a " + kind;
      case Look.Unreadable(String why) -> "cannot be looked at: " + why;
    };
  }

  private String why(PathEntry entry) {
    return entry.reason().orElseGet(() -> switch (entry.state()) {
      case PLACEHOLDER -> whyNotHere(entry);
      case HYDRATED ->
        entry.unlisted() ? "its content is here; the remote lists it no more"
            : "its content is here and is the remote's";
      case MODIFIED -> "changed here, not sent";
      case ADDED -> "added here, not sent";
      case REMOVED -> "removed here, not sent";
      case CONFLICT -> "changed here and remotely";
      case QUARANTINED -> "this file system cannot hold the name";
    });
  }

  private String whyNotHere(PathEntry entry) {
    if (entry.unlisted()) {
      return "the remote lists it no more";
    }
    if (!eager.globs().match(entry.name())) {
      return "no eager rule matches (hydrate.eager)";
    }
    return entry.size() > eager.maxFile()
        ? "larger than hydrate.eager-max-file"
        : "wanted by an eager rule and not fetched yet";
  }

  private String nextOfPlaceholder(PathEntry entry) {
    if (entry.reason().isPresent()) {
      return "stays a placeholder; `cistern open` or `cistern hydrate` tries again";
    }
    return eager.wants(entry.name(), entry.size())
        ? "filled by the next `cistern hydrate`"
        : "stays a placeholder until `cistern open` or `cistern hydrate` names it";
  }

  private String next(PathEntry entry) {
    if (entry.state() != PathState.CONFLICT && Examination.saysMissing(entry)) {
      return MISSING;
    }
    return switch (entry.state()) {
      case PLACEHOLDER -> nextOfPlaceholder(entry);
      case HYDRATED -> "refreshed when the remote changes";
      case MODIFIED, ADDED, REMOVED -> "kept as it is";
      case CONFLICT -> "kept as it is until a person decides";
      case QUARANTINED -> "nothing, until the remote changes the name";
    };
  }
}
