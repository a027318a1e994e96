package io.cistern.it.bootstrap;

import io.cistern.application.Mirror;
import io.cistern.application.MirrorParts;
import io.cistern.application.MirrorSettings;
import io.cistern.application.clone.BootstrapSettings;
import io.cistern.application.clone.CloneReport;
import io.cistern.application.clone.CloneRequest;
import io.cistern.application.clone.FilledFile;
import io.cistern.application.hydrate.HydrateReport;
import io.cistern.application.hydrate.HydrateSettings;
import io.cistern.application.hydrate.OpenSettings;
import io.cistern.application.inspect.StatusReport;
import io.cistern.application.port.RemoteWorkspace;
import io.cistern.domain.placeholder.HydrationOutcome;
import io.cistern.domain.placeholder.Selection;
import io.cistern.fs.testing.SimDisk;
import io.cistern.it.crash.Outfit;
import io.cistern.it.crash.SimMirror;
import java.time.Duration;
import java.util.function.Consumer;

/** A process that clones onto a simulated disk, one thing after the other. */
final class Client implements AutoCloseable {
  private final MirrorParts parts;
  private final Mirror mirror;

  private Client(MirrorParts parts, Mirror mirror) {
    this.parts = parts;
    this.mirror = mirror;
  }

  static Client start(
      SimDisk disk, String process, Outfit outfit, RemoteWorkspace remote, BootstrapSettings settings) {
    MirrorParts parts = SimMirror.open(disk, process, outfit).parts();
    HydrateSettings hydrate = new HydrateSettings(
        HydrateSettings.DEFAULTS.eager(), 1, 4, Duration.ZERO, Duration.ZERO, Duration.ZERO);
    MirrorSettings all = new MirrorSettings(settings, hydrate, OpenSettings.DEFAULTS, Duration.ZERO);
    return new Client(parts, new Mirror(parts, remote, all));
  }

  MirrorParts parts() {
    return parts;
  }

  CloneReport clones(CloneRequest request, Consumer<FilledFile> onFilled) {
    return mirror.pull(request, onFilled);
  }

  /** Fetches what did not come with the names. */
  HydrateReport hydrates() {
    return hydrates(path -> {});
  }

  /** @param onFile told of each file that came */
  HydrateReport hydrates(Consumer<String> onFile) {
    return mirror.hydrate(new Selection.Everything(), item -> {
      if (item.outcome() instanceof HydrationOutcome.Hydrated) {
        onFile.accept(item.path().value());
      }
    });
  }

  /** All of it, names and content, as {@code clone --content all} does. */
  void clonesWhole(Consumer<String> onFile) {
    clones(CloneRequest.PLAIN.withContent(), file -> onFile.accept(file.path().value()));
    hydrates(onFile);
  }

  StatusReport status() {
    return mirror.status();
  }

  /** Asks it to stop, as a signal does; it does nothing more then. */
  void stops() {
    mirror.close();
  }

  @Override
  public void close() {
    mirror.close();
    parts.staging().close();
  }
}
