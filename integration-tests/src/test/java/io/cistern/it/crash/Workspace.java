package io.cistern.it.crash;

import io.cistern.application.MirrorSettings;
import io.cistern.application.clone.BootstrapSettings;
import io.cistern.application.hydrate.HydrateSettings;
import io.cistern.application.hydrate.OpenSettings;
import io.cistern.application.testing.FakeRemote;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A small workspace and how it is taken over.
 *
 * @param files paths and texts; a file may be truly empty
 * @param pageSize rows per page of a listing
 * @param depth levels per listing
 * @param batch files committed together
 */
record Workspace(SortedMap<String, String> files, int pageSize, int depth, int batch) {
  Workspace {
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
  }

  FakeRemote remote() {
    FakeRemote remote = new FakeRemote();
    files.forEach(remote::put);
    remote.pageSize(pageSize);
    return remote;
  }

  /** Nothing runs side by side, so that a step has the same number in every run. */
  MirrorSettings settings() {
    HydrateSettings hydrate = new HydrateSettings(
        HydrateSettings.DEFAULTS.eager(), 1, batch, Duration.ZERO, Duration.ZERO, Duration.ZERO);
    return new MirrorSettings(BootstrapSettings.listing(depth, 0, 0), hydrate, OpenSettings.DEFAULTS, Duration.ZERO);
  }

  /** Files that have to be asked for; an empty one is known to be empty by its listing. */
  List<String> fetched() {
    return files.keySet().stream().filter(path -> !files.get(path).isEmpty()).toList();
  }
}
