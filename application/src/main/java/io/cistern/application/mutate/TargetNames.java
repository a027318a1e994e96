package io.cistern.application.mutate;

import io.cistern.application.names.Level;
import io.cistern.application.port.Manifest;
import io.cistern.application.port.MirrorIdentity;
import io.cistern.domain.change.Refusal;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.sync.NamePolicy;
import io.cistern.domain.sync.NameVerdict;
import io.cistern.domain.workspace.Utf8Order;
import io.cistern.domain.workspace.WorkspacePath;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Reserves names in the order in which they are asked for, before anything is prepared: against those that the mirror
 * holds and those reserved so far. Nothing is ever renamed to fit. Used by one thread.
 */
public final class TargetNames {
  private final Manifest manifest;
  private final MirrorIdentity identity;
  private final NavigableSet<String> reserved = new TreeSet<>(Utf8Order.COMPARATOR);
  private final Map<String, Boolean> heldFiles = new HashMap<>();
  private final Map<String, Map<String, String>> folded = new HashMap<>();
  private final NamePolicy.Neighbours neighbours = new Held();

  /** Nothing is reserved yet. */
  public TargetNames(Manifest manifest, MirrorIdentity identity) {
    this.manifest = manifest;
    this.identity = identity;
  }

  /** How asking for a name ended. */
  public sealed interface Reservation {
    record Reserved(WorkspacePath path) implements Reservation {}

    /**
     * It cannot be had.
     *
     * @param why for people
     */
    record Refused(Refusal reason, String why) implements Reservation {}
  }

  /** Reserves a name, or says why it cannot be had. */
  public Reservation reserve(String name) {
    if (!NamePolicy.fitsAlone(name)) {
      return new Reservation.Refused(Refusal.UNMAPPABLE, "the name cannot be held in a workspace");
    }
    if (!identity.root().equals("/") && !name.startsWith(identity.root() + "/")) {
      return new Reservation.Refused(Refusal.UNMAPPABLE, "only " + identity.root() + " is mirrored here");
    }
    if (reserved.contains(name)) {
      return new Reservation.Refused(Refusal.NAME_TAKEN, "another file of this run has the name");
    }
    return switch (NamePolicy.judge(name, identity.folding(), neighbours)) {
      case NameVerdict.Unfit(String _, String reason) -> new Reservation.Refused(Refusal.NAME_TAKEN, reason);
      case NameVerdict.Fits(WorkspacePath path, Optional<String> displaces) -> displaces
          .<Reservation>map(file -> new Reservation.Refused(Refusal.NAME_TAKEN, file + " is a file"))
          .orElseGet(() -> take(path));
    };
  }

  private Reservation take(WorkspacePath path) {
    reserved.add(path.value());
    if (identity.folding().any()) {
      String value = path.value();
      for (int slash = value.lastIndexOf('/'); slash >= 0; slash = value.lastIndexOf('/', slash - 1)) {
        int end = value.indexOf('/', slash + 1);
        String segment = value.substring(slash + 1, end < 0 ? value.length() : end);
        inDirectory(slash == 0 ? "/" : value.substring(0, slash))
            .putIfAbsent(identity.folding().key(segment), segment);
      }
    }
    return new Reservation.Reserved(path);
  }

  private Map<String, String> inDirectory(String directory) {
    return folded.computeIfAbsent(directory, this::load);
  }

  private Map<String, String> load(String directory) {
    Map<String, String> names = new HashMap<>();
    Level.of(manifest, directory).forEachRemaining(row -> {
      if (row.file().map(TargetNames::onDisk).orElseGet(() -> holdsBelow(row.name() + "/"))) {
        String segment = row.name().substring(row.name().lastIndexOf('/') + 1);
        names.putIfAbsent(identity.folding().key(segment), segment);
      }
    });
    return names;
  }

  private boolean holdsBelow(String prefix) {
    Iterator<PathEntry> below = manifest.from(prefix, "");
    while (below.hasNext()) {
      if (onDisk(below.next())) {
        return true;
      }
    }
    return false;
  }

  /** Whether something of the entry is on disk, so that it takes part in a clash of names. */
  private static boolean onDisk(PathEntry entry) {
    return entry.state() != PathState.QUARANTINED && entry.state() != PathState.REMOVED;
  }

  private final class Held implements NamePolicy.Neighbours {
    @Override
    public boolean fileAt(String path) {
      return reserved.contains(path)
          || heldFiles.computeIfAbsent(path, name -> manifest.find(name).filter(TargetNames::onDisk).isPresent());
    }

    @Override
    public boolean anythingBelow(String path) {
      String prefix = path + "/";
      String next = reserved.ceiling(prefix);
      return (next != null && next.startsWith(prefix)) || holdsBelow(prefix);
    }

    @Override
    public Optional<String> foldedIn(String directory, String key) {
      return Optional.ofNullable(inDirectory(directory).get(key));
    }
  }
}
