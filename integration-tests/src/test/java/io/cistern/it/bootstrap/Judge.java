package io.cistern.it.bootstrap;

import io.cistern.application.port.Manifest;
import io.cistern.application.port.WorkspaceStore.StoredFile;
import io.cistern.domain.bootstrap.BootstrapProgress;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.workspace.ContentHash;
import io.cistern.fs.testing.SimDisk;
import io.cistern.it.crash.Oracle;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Says what is wrong with a mirror. What it claims is held against what each path was: a watermark claims that every
 * change up to its event is applied, completion that everything is which had happened when the remote was last asked.
 */
final class Judge {
  private final Versions remote;
  private long asked;
  private OptionalLong claimed = OptionalLong.empty();
  private boolean lied;
  private boolean feedless;

  Judge(Versions remote) {
    this.remote = remote;
  }

  /** The remote is about to be asked for the newest event. */
  void asksForTheTip() {
    asked = remote.now();
  }

  /** A clone has returned. */
  void saidComplete() {
    claimed = OptionalLong.of(asked);
  }

  /** From now on a name may be missing, or a hash wrong, because the broker said so. */
  void lied() {
    lied = true;
  }

  /** From now on removals may have happened of which the remote never told. */
  void losesRemovals() {
    feedless = true;
  }

  /** Whether only a listing of all of it by hash makes the mirror right. */
  boolean hasBeenLiedTo() {
    return lied;
  }

  /** Every lie has been found out. */
  void isReconciled() {
    lied = false;
  }

  /** What a mirror claims too early, at any moment (G5). */
  List<String> claims(Manifest manifest) {
    if (manifest.bootstrap().complete() && claimed.isEmpty()) {
      saidComplete();
    }
    List<String> wrong = new ArrayList<>();
    OptionalLong since = since(manifest);
    if (lied || since.isEmpty()) {
      return wrong;
    }
    TreeSet<String> names = new TreeSet<>(remote.paths());
    manifest.from("", "").forEachRemaining(entry -> names.add(entry.name()));
    for (String name : names) {
      List<Optional<ContentHash>> allowed = remote.since(since.getAsLong(), name);
      Optional<PathEntry> entry = manifest.find(name);
      if (!isOneOf(allowed, entry)) {
        wrong.add("G5: since change " + since.getAsLong() + " " + name + " was " + allowed + ", here it is " + entry
            + " with " + manifest.watermark() + " and " + manifest.bootstrap());
      }
    }
    return wrong;
  }

  private OptionalLong since(Manifest manifest) {
    OptionalLong event = manifest.watermark()
        .map(place -> place.number())
        .filter(number -> number.isPresent() && remote.knows(number.getAsLong()))
        .map(number -> OptionalLong.of(remote.timeOf(number.getAsLong())))
        .orElseGet(OptionalLong::empty);
    OptionalLong completion = manifest.bootstrap().complete() ? claimed : OptionalLong.empty();
    return event.isPresent() && completion.isPresent()
        ? OptionalLong.of(Math.max(event.getAsLong(), completion.getAsLong()))
        : event.isPresent() ? event : completion;
  }

  private boolean isOneOf(List<Optional<ContentHash>> allowed, Optional<PathEntry> entry) {
    boolean mayBeAbsent = allowed.contains(Optional.<ContentHash>empty());
    return entry
        .map(here -> allowed.contains(here.hash()) || (feedless && mayBeAbsent) || couldNotBeRead(here))
        .orElse(mayBeAbsent);
  }

  private static boolean couldNotBeRead(PathEntry entry) {
    return entry.hash().isEmpty() || (entry.state() != PathState.QUARANTINED && entry.reason().isPresent());
  }

  /** Its hash may be unknown where it was told with other bytes, and both where it had to make room while outdated. */
  private static boolean isKnownAs(StoredFile file, PathEntry entry) {
    return entry.hash().map(file.hash()::equals).orElse(true)
        && entry.revision().map(file.revision()::equals).orElse(entry.hash().isEmpty());
  }

  /** Files that hold what the path never was (G2), or not what the manifest says (G9). */
  List<String> contents(SimDisk disk, Manifest manifest) {
    List<String> wrong = new ArrayList<>();
    SortedMap<String, String> visible = Oracle.visible(disk);
    visible.forEach((path, text) -> {
      if (!text.isEmpty() && !remote.held(path, text)) {
        wrong.add("G2: " + path + " shows «" + text + "», which it never was");
      }
    });
    manifest.from("", "").forEachRemaining(entry -> {
      Optional<String> text = Optional.ofNullable(visible.remove(entry.name()));
      boolean agrees = switch (entry.state()) {
        case PLACEHOLDER -> text.equals(Optional.of(""));
        case HYDRATED -> text.isPresent() && remote.isHash(entry.hash(), text.get());
        case QUARANTINED -> text.isEmpty();
        case MODIFIED, ADDED, REMOVED, CONFLICT -> false;
      };
      if (!agrees) {
        wrong.add("G9: " + entry + " shows " + text);
      }
    });
    visible.forEach((path, _) -> wrong.add("G9: " + path + " is on disk and unknown to the manifest"));
    return wrong;
  }

  /** How a mirror differs from the workspace when nothing has gone wrong since it was last cloned (G10). */
  List<String> differences(Manifest manifest, boolean content) {
    List<String> wrong = new ArrayList<>();
    BootstrapProgress progress = manifest.bootstrap();
    if (!progress.complete()) {
      wrong.add("G10: not complete: " + progress);
    }
    Map<String, PathEntry> here = new TreeMap<>();
    manifest.from("", "").forEachRemaining(entry -> here.put(entry.name(), entry));
    Set<String> all = new TreeSet<>(here.keySet());
    remote.broker().files().forEach((path, file) -> {
      Optional<PathEntry> entry = Optional.ofNullable(here.remove(path));
      boolean reachable = all.stream().noneMatch(other -> other.startsWith(path + "/"));
      boolean same = entry
          .filter(known -> isKnownAs(file, known))
          .filter(known -> reachable
              ? known.state() == PathState.HYDRATED || (!content && known.state() == PathState.PLACEHOLDER)
              : known.state() == PathState.QUARANTINED)
          .isPresent();
      if (!same) {
        wrong.add("G10: " + path + " is " + file + ", here it is " + entry);
      }
    });
    List<String> untold = here.values().stream().filter(entry -> !entry.unlisted()).map(PathEntry::name).toList();
    if (!untold.isEmpty() || (!here.isEmpty() && !feedless)) {
      wrong.add("G10: not in the workspace, and not told of " + untold + ": " + here);
    }
    if (manifest.counts().unlisted() != here.size()) {
      wrong.add("G9: " + manifest.counts().unlisted() + " paths are told to be missing remotely, but " + here.keySet());
    }
    return wrong;
  }
}
