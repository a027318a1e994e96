package io.cistern.application.compare;

import io.cistern.application.compare.ListedAfresh.Stretch;
import io.cistern.application.concurrent.StopSignal;
import io.cistern.application.listing.Unlisted;
import io.cistern.application.port.Manifest;
import io.cistern.application.port.MirrorIdentity;
import io.cistern.application.port.MirrorReader;
import io.cistern.application.port.Progress;
import io.cistern.application.port.RemoteWorkspace;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.health.Finding;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.sync.NamePolicy;
import io.cistern.domain.sync.RemoteFact;
import io.cistern.domain.time.Deadline;
import io.cistern.domain.workspace.Utf8Order;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Compares what the mirror holds of the remote with a fresh listing, by hash and where there is none by revision. Reads
 * like any reader: no lock, no change, no content. A remote that changes meanwhile differs, as it does when nobody has
 * pulled.
 */
public final class CompareRemote {
  private final RemoteWorkspace remote;
  private final MirrorReader reader;
  private final MirrorIdentity identity;
  private final int depth;
  private final int maxDirectories;

  /**
   * Keeps these.
   *
   * @param depth levels asked for in one listing
   * @param maxDirectories more are a workspace that expands for ever
   */
  public CompareRemote(
      RemoteWorkspace remote, MirrorReader reader, MirrorIdentity identity, int depth, int maxDirectories) {
    this.remote = remote;
    this.reader = reader;
    this.identity = identity;
    this.depth = depth;
    this.maxDirectories = maxDirectories;
  }

  /**
   * Compares what is named.
   *
   * @param names paths or directories from the mirror's root; empty means everything
   * @param onFinding told each difference on this thread
   * @throws CisternException {@code Interrupted} between two pages, {@code BootstrapTooLarge}, and whatever the remote
   *     fails with
   */
  public Comparison compare(
      List<String> names, Deadline deadline, Consumer<Finding> onFinding, Progress progress, StopSignal stop) {
    Manifest manifest = reader.read().manifest();
    Run run = new Run(manifest, onFinding, progress, stop);
    List<String> asked = names.isEmpty() ? List.of(identity.root()) : names;
    for (String name : asked) {
      boolean file = manifest.find(name).isPresent();
      String directory = file ? parent(name) : name;
      run.over(name, new ListedAfresh(remote, directory, file ? 1 : depth, maxDirectories, deadline), file ? 1 : depth);
    }
    return new Comparison(run.listed, run.differing);
  }

  private static String parent(String name) {
    int slash = name.lastIndexOf('/');
    return slash <= 0 ? "/" : name.substring(0, slash);
  }

  private static final class Run {
    private final Manifest manifest;
    private final Consumer<Finding> onFinding;
    private final Progress progress;
    private final StopSignal stop;
    private long listed;
    private long differing;

    Run(Manifest manifest, Consumer<Finding> onFinding, Progress progress, StopSignal stop) {
      this.manifest = manifest;
      this.onFinding = onFinding;
      this.progress = progress;
      this.stop = stop;
    }

    void over(String asked, ListedAfresh listing, int depth) {
      for (Optional<Stretch> next = listing.next(); next.isPresent(); next = listing.next()) {
        stop.check();
        Stretch stretch = next.get();
        List<Finding> found = new ArrayList<>();
        for (RemoteFact fact : stretch.page().facts()) {
          if (fact instanceof RemoteFact.Present present && isWithin(fact.name(), asked)) {
            listed++;
            difference(present).ifPresent(found::add);
          }
        }
        Unlisted
            .by(stretch.directory(), stretch.from(), stretch.page(), depth, stretch.waiting(), manifest)
            .stream()
            .filter(name -> isWithin(name, asked))
            .forEach(name -> found.add(new Finding.NotListed(name)));
        tell(found);
        progress.report("remote", listed, 0, OptionalLong.empty());
      }
    }

    private static boolean isWithin(String name, String asked) {
      return asked.equals("/") || name.equals(asked) || name.startsWith(asked + "/");
    }

    private Optional<Finding> difference(RemoteFact.Present fact) {
      String key = NamePolicy.key(fact.name());
      Optional<PathEntry> entry = manifest.find(key);
      if (entry.isEmpty()) {
        return Optional.of(new Finding.UnknownHere(key));
      }
      return differs(entry.get(), fact) ? Optional.of(new Finding.OtherVersion(key)) : Optional.empty();
    }

    private static boolean differs(PathEntry entry, RemoteFact.Present fact) {
      if (entry.state() == PathState.ADDED) {
        return true;
      }
      boolean hashed = entry.hash().isPresent() && fact.hash().isPresent();
      return hashed
          ? !entry.hash().equals(fact.hash())
          : !entry.revision().equals(fact.revision());
    }

    /** In the order of the names, as far as one page goes. */
    private void tell(List<Finding> found) {
      found.sort(Comparator.comparing(Finding::name, Utf8Order.COMPARATOR));
      differing += found.size();
      found.forEach(onFinding);
    }
  }
}
