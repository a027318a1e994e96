package io.cistern.application.hydrate;

import io.cistern.application.commit.Change;
import io.cistern.application.commit.CommitResult;
import io.cistern.application.commit.Commits;
import io.cistern.application.port.Manifest;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.journal.LogRecord;
import io.cistern.domain.journal.RecordGroup;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.placeholder.Pins;
import jakarta.inject.Inject;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Remembers which names are to be kept here always, and forgets it again. A pinned placeholder is not filled by this;
 * every eager pass fills it. Safe for use by many threads.
 */
public final class PinPaths {
  private final Commits commits;

  /** Keeps it. */
  @Inject
  public PinPaths(Commits commits) {
    this.commits = commits;
  }

  /**
   * What came of it.
   *
   * @param changed names that were not pinned before, or are not any more
   * @param unchanged names of which it was so already
   */
  public record Report(List<String> changed, List<String> unchanged) {
    public Report {
      changed = List.copyOf(changed);
      unchanged = List.copyOf(unchanged);
    }
  }

  /**
   * Pins files and directories, all of them or none.
   *
   * @param names from the mirror's root; {@code "/"} for everything
   * @throws CisternException {@code Usage} for a name that the mirror does not know, {@code QuotaReached} beyond {@link
   *     Pins#MOST}
   */
  public Report pin(List<String> names) {
    return commit(names, true);
  }

  /**
   * Unpins names, all of them or none; their content stays until its room is needed.
   *
   * @throws CisternException {@code Usage} for a name that is pinned through a directory above it, which is named
   */
  public Report unpin(List<String> names) {
    return commit(names, false);
  }

  private Report commit(List<String> names, boolean pinned) {
    PinChange change = new PinChange(new LinkedHashSet<>(names), pinned);
    CommitResult result = commits.commit(change);
    if (result instanceof CommitResult.Unpublished(var _, CisternException cause)) {
      throw cause;
    }
    List<String> changed = change.changed;
    return new Report(changed, change.names.stream().filter(name -> !changed.contains(name)).toList());
  }

  /** Names the pins as a whole, because each depends on those above it. */
  private static final class PinChange implements Change {
    private final Set<String> names;
    private final boolean pinned;
    private List<String> changed = List.of();

    PinChange(Set<String> names, boolean pinned) {
      this.names = names;
      this.pinned = pinned;
    }

    @Override
    public Set<String> names() {
      return Set.of(PINS);
    }

    @Override
    public Optional<RecordGroup> decide(Manifest manifest) {
      Pins pins = manifest.pins();
      changed = names.stream().filter(name -> pins.names().contains(name) != pinned).toList();
      if (pinned) {
        changed.forEach(name -> refuseUnknown(name, manifest));
      } else {
        names.stream().filter(name -> !changed.contains(name)).forEach(name -> refuseCovered(name, pins));
      }
      if (pinned && pins.names().size() + changed.size() > Pins.MOST) {
        throw new CisternException(new Failure.QuotaReached(
            "at most " + Pins.MOST + " names can be pinned; pin a directory instead of many files"));
      }
      return changed.isEmpty()
          ? Optional.empty()
          : Optional.of(new RecordGroup(changed.stream().map(this::record).toList()));
    }

    private LogRecord record(String name) {
      return pinned ? new LogRecord.Pinned(name) : new LogRecord.Unpinned(name);
    }

    private static void refuseCovered(String name, Pins pins) {
      pins.over(name).ifPresent(above -> {
        throw new CisternException(new Failure.Usage(
            name + " is pinned through " + above + ", so it can only be unpinned with it: cistern unpin " + above));
      });
    }

    private static void refuseUnknown(String name, Manifest manifest) {
      boolean known = name.equals("/")
          || manifest.find(name).filter(entry -> entry.state() != PathState.QUARANTINED).isPresent()
          || manifest.from(name + "/", "").hasNext();
      if (!known) {
        throw new CisternException(new Failure.Usage(name + ": no such path in this mirror, so it cannot be pinned"));
      }
    }
  }
}
