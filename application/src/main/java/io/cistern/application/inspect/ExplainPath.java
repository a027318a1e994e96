package io.cistern.application.inspect;

import io.cistern.application.inspect.Explanation.Asked;
import io.cistern.application.port.History;
import io.cistern.application.port.Manifest;
import io.cistern.application.port.MirrorReader;
import io.cistern.application.port.WorkingTree;
import io.cistern.application.port.WorkingTree.Look;
import io.cistern.domain.journal.Origin;
import io.cistern.domain.manifest.Memo;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.placeholder.DehydrateRule;
import io.cistern.domain.placeholder.EagerRules;
import io.cistern.domain.quota.DiskBudget;
import java.util.Iterator;
import java.util.Optional;

/** Says why a path is as it is. A reader: takes no lock, changes nothing, waits for nobody. Safe for use by many threads. */
public final class ExplainPath {
  private static final String MISSING =
      "stays as it is: a missing file is never taken for a removal, nor put back unasked";
  private static final String UNSEEN = "kept; `cistern verify` compares it with what was here";

  private final MirrorReader reader;
  private final WorkingTree tree;
  private final EagerRules eager;
  private final History history;
  private final long diskQuota;

  /**
   * Keeps these.
   *
   * @param diskQuota bytes of content that may be here; zero or negative for no bound
   */
  public ExplainPath(MirrorReader reader, History history, WorkingTree tree, EagerRules eager, long diskQuota) {
    this.reader = reader;
    this.history = history;
    this.tree = tree;
    this.eager = eager;
    this.diskQuota = diskQuota;
  }

  /**
   * Explains a path or a quarantined name; empty when the mirror does not know it.
   *
   * @param name a path from the mirror's root
   */
  public Optional<Explanation> explain(String name) {
    Manifest manifest = reader.read().manifest();
    return manifest.find(name).map(entry -> explain(entry, manifest));
  }

  private Explanation explain(PathEntry entry, Manifest manifest) {
    PathHistory told = PathHistory.of(entry.name(), history);
    Optional<String> pin = manifest.pins().over(entry.name());
    boolean wanted = pin.isPresent() || eager.wants(entry.name(), entry.size());
    Asked asked = new Asked(by(told), pin, FailedFetch.of(entry, wanted, told), noRoom(entry, manifest), told);
    return explain(entry, manifest.isSwitching(entry.name()), asked);
  }

  private static String by(PathHistory told) {
    return told.last().map(step -> words(step.origin()) + " (" + step.at() + ")")
        .orElse("nobody since " + told.begins());
  }

  private static String words(Origin origin) {
    return switch (origin) {
      case CLONE -> "nobody since clone";
      case HYDRATE -> "a hydration pass";
      case OPEN -> "open";
      case REMOTE_UPDATE -> "a remote update";
      case LOCAL -> "a change made here";
      case VERIFY -> "verify";
      case ADD -> "add";
      case REMOVE -> "rm";
      case MOVE -> "mv";
      case UNDO -> "undo";
      case DEHYDRATE -> "dehydrate";
      case EVICT -> "the disk's budget (quota.disk)";
      case MUTATION -> "an embedding program";
    };
  }

  /** What cannot be given back is looked for only where there is not room enough as it is. */
  private Optional<String> noRoom(PathEntry entry, Manifest manifest) {
    if (diskQuota <= 0 || entry.state() != PathState.PLACEHOLDER) {
      return Optional.empty();
    }
    if (new DiskBudget(diskQuota).missing(manifest.counts().hydratedBytes(), 0, entry.size()) == 0) {
      return Optional.empty();
    }
    long stays = 0;
    Iterator<PathEntry> here = manifest.withoutPlaceholders("/");
    while (here.hasNext()) {
      PathEntry other = here.next();
      boolean clean = other.state() == PathState.HYDRATED;
      stays += clean && DehydrateRule.keeps(other, manifest.pins()).isPresent() ? other.size() : 0;
    }
    return stays + entry.size() <= diskQuota
        ? Optional.empty()
        : Optional.of(entry.size() + " bytes do not fit into quota.disk (" + diskQuota + "), of which " + stays
            + " are pinned or cannot be fetched again");
  }

  /** A path that is being switched at this moment has no settled look. */
  private Explanation explain(PathEntry entry, boolean switching, Asked asked) {
    if (entry.state() == PathState.QUARANTINED) {
      return new Explanation(entry, "nothing on disk", why(entry, asked), next(entry, asked), asked);
    }
    Look look = tree.look(entry.path());
    if (switching) {
      return new Explanation(
          entry, visible(entry, look), why(entry, asked), "being published; the next command finishes it", asked);
    }
    return switch (look) {
      case Look.Absent() when isHydrated(entry) ->
        new Explanation(entry, visible(entry, look), "its content was here, and the file is gone", MISSING, asked);
      case Look.Absent() when entry.state() == PathState.PLACEHOLDER ->
        new Explanation(entry, visible(entry, look), why(entry, asked), MISSING, asked);
      case Look.File(Memo _, boolean untouched) when entry.state() == PathState.PLACEHOLDER && !untouched ->
        new Explanation(entry, visible(entry, look), "changed here since anyone looked", UNSEEN, asked);
      case Look.File(Memo memo, boolean _) when isHydrated(entry) && entry.memo().filter(memo::sameLook).isEmpty() ->
        new Explanation(entry, visible(entry, look), "touched here since anyone looked", UNSEEN, asked);
      case Look.File _, Look.Absent _,Look.NotAFile _, Look.Unreadable _ ->
        new Explanation(entry, visible(entry, look), why(entry, asked), next(entry, asked), asked);
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

  private String why(PathEntry entry, Asked asked) {
    return entry.reason().orElseGet(() -> switch (entry.state()) {
      case PLACEHOLDER -> asked.noRoom().orElseGet(() -> whyNotHere(entry, asked));
      case HYDRATED -> (entry.unlisted()
          ? "its content is here; the remote lists it no more"
          : "its content is here and is the remote's")
          + asked.pin().map(pin -> ", and is kept: " + pin + " is pinned").orElse("");
      case MODIFIED -> "changed here, not sent";
      case ADDED -> "added here, not sent";
      case REMOVED -> "removed here, not sent";
      case CONFLICT -> "changed here and remotely";
      case QUARANTINED -> "this file system cannot hold the name";
    });
  }

  private String whyNotHere(PathEntry entry, Asked asked) {
    if (entry.unlisted()) {
      return "the remote lists it no more";
    }
    Optional<Origin> last = asked.history().last().filter(step -> !step.yielded()).map(PathHistory.Step::origin);
    if (asked.pin().isPresent()) {
      return asked.pin().get() + " is pinned, and it is not fetched yet";
    }
    if (last.filter(Origin.DEHYDRATE::equals).isPresent()) {
      return "its content was given back by dehydrate";
    }
    if (last.filter(Origin.EVICT::equals).isPresent()) {
      return "its content was given back to stay within quota.disk";
    }
    if (!eager.globs().match(entry.name())) {
      return "no eager rule matches (hydrate.eager)";
    }
    return entry.size() > eager.maxFile()
        ? "larger than hydrate.eager-max-file"
        : "wanted by an eager rule and not fetched yet";
  }

  private String nextOfPlaceholder(PathEntry entry, Asked asked) {
    if (asked.failed().isPresent()) {
      return switch (asked.failed().get().tried()) {
        case NEXT_HYDRATE -> "tried again by the next `cistern hydrate`, or at once by `cistern open`";
        case WHEN_NAMED -> "stays a placeholder; `cistern open` or `cistern hydrate` tries again";
      };
    }
    return asked.pin().isPresent() || eager.wants(entry.name(), entry.size())
        ? "filled by the next `cistern hydrate`"
        : "stays a placeholder until `cistern open` or `cistern hydrate` names it";
  }

  private String next(PathEntry entry, Asked asked) {
    if (entry.state() != PathState.CONFLICT && Examination.saysMissing(entry)) {
      return MISSING;
    }
    return switch (entry.state()) {
      case PLACEHOLDER -> nextOfPlaceholder(entry, asked);
      case HYDRATED -> "refreshed when the remote changes";
      case MODIFIED, ADDED, REMOVED -> "kept as it is";
      case CONFLICT -> "kept as it is until a person decides";
      case QUARANTINED -> "nothing, until the remote changes the name";
    };
  }
}
