package io.cistern.it.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.clone.BootstrapSettings;
import io.cistern.application.concurrent.StopSignal;
import io.cistern.application.inspect.VerifyMirror;
import io.cistern.application.inspect.VerifyRequest;
import io.cistern.application.port.Manifest;
import io.cistern.application.port.Progress;
import io.cistern.application.port.RemoteWorkspace;
import io.cistern.application.port.WorkspaceStore.StoredFile;
import io.cistern.application.testing.Hashes;
import io.cistern.application.testing.InMemoryMirror;
import io.cistern.application.testing.ManualClock;
import io.cistern.application.testing.ManualPauses;
import io.cistern.domain.bootstrap.BootstrapProgress;
import io.cistern.domain.bootstrap.BootstrapProgress.Export;
import io.cistern.domain.budget.LimitSpec;
import io.cistern.domain.health.Finding;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.manifest.PathState;
import io.cistern.http.virtual.Request;
import io.cistern.http.virtual.VirtualBroker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A workspace, its broker in virtual time, and one mirror of it in memory, which one process after the other fills.
 * Processes read one file at a time, on the calling thread, unless told otherwise; then a story is repeatable.
 */
final class Scene {
  private final ManualClock clock = new ManualClock();
  private final Instant start = clock.instant();
  private final ManualPauses pauses = new ManualPauses(clock);
  private final VirtualBroker broker;
  private final InMemoryMirror mirror = new InMemoryMirror(clock);
  private BootstrapSettings settings = BootstrapSettings.DEFAULTS.reading(1);

  /** @param seed of everything that is drawn; printed, so that a story can be told again */
  Scene(long seed) {
    this(LimitSpec.none(), seed);
  }

  /** As above, with bounds on what each account may ask for. */
  Scene(LimitSpec limits, long seed) {
    this.broker = new VirtualBroker(clock, pauses, limits, seed);
  }

  /** The same, for the processes that start from now on. */
  Scene with(BootstrapSettings next) {
    settings = next;
    return this;
  }

  BootstrapSettings settings() {
    return settings;
  }

  ManualClock clock() {
    return clock;
  }

  ManualPauses pauses() {
    return pauses;
  }

  VirtualBroker broker() {
    return broker;
  }

  /** A process that starts now, with a client of its own; nothing is remembered but what the mirror holds. */
  Program program() {
    return program(broker.connect());
  }

  /** A process that starts now and asks by this client. */
  Program program(RemoteWorkspace remote) {
    return new Program(this, mirror.another(), remote);
  }

  /** Somebody writes so many small files, named so that they stand in order. */
  List<String> putFiles(String pattern, int count) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String name = pattern.formatted(i);
      broker.put(name, "content of " + name);
      names.add(name);
    }
    return names;
  }

  /** The paths that were asked for at an endpoint, in order. */
  List<String> asked(String endpoint) {
    return broker.requests(endpoint).stream().map(Request::path).toList();
  }

  /** Every request so far by its endpoint, in order. */
  List<String> endpoints() {
    return broker.requests().stream().map(Request::endpoint).toList();
  }

  /** Why the export was left for the tree. */
  Optional<String> whyTheExportWasLeft() {
    return progress().export() instanceof Export.Ended(Optional<String> reason) ? reason : Optional.empty();
  }

  /** When the scene began. */
  Instant start() {
    return start;
  }

  /** How much time has passed since then. */
  Duration passed() {
    return Duration.between(start, clock.instant());
  }

  /** The committed state, read afresh as a reader does. */
  Manifest manifest() {
    return mirror.reader().read().manifest();
  }

  BootstrapProgress progress() {
    return manifest().bootstrap();
  }

  /** Every entry and its state, by name. */
  Map<String, PathState> states() {
    Map<String, PathState> states = new TreeMap<>();
    manifest().from("", "")
        .forEachRemaining(entry -> states.put(entry.name(), entry.state()));
    return states;
  }

  PathEntry entry(String name) {
    return manifest().find(name).orElseThrow();
  }

  /** How many paths are in a state. */
  long count(PathState state) {
    return manifest().counts().of(state);
  }

  /** How many paths the remote does not list although nobody removed them. */
  long unlisted() {
    return manifest().counts().unlisted();
  }

  /** What a person reads at a name. */
  String text(String name) {
    return mirror.visible(name).orElseThrow();
  }

  InMemoryMirror mirror() {
    return mirror;
  }

  /** Nothing is missing, extra or stale; whatever content is here is the remote's. */
  void isTheRemote() {
    Map<String, StoredFile> remote = broker.files();
    Manifest manifest = manifest();
    assertThat(states().keySet()).isEqualTo(remote.keySet());
    assertThat(mirror.visibleNames()).containsExactlyInAnyOrderElementsOf(remote.keySet());
    remote.forEach((name, file) -> {
      PathEntry entry = manifest.find(name).orElseThrow();
      assertThat(entry.hash()).as("hash of " + name).contains(file.hash());
      assertThat(entry.revision()).as("revision of " + name).contains(file.revision());
      switch (entry.state()) {
        case HYDRATED -> assertThat(Hashes.of(text(name))).as("bytes of " + name).isEqualTo(file.hash());
        case PLACEHOLDER -> assertThat(text(name)).as("bytes of " + name).isEmpty();
        default -> throw new AssertionError(name + " is " + entry.state());
      }
    });
  }

  /** The same, and all content is here. */
  void isTheRemoteWithContent() {
    isTheRemote();
    assertThat(count(PathState.PLACEHOLDER)).as("placeholders").isZero();
  }

  /** What must hold after every story: a sound mirror, no request left running, none that came too early (G8). */
  void isSound() {
    List<Finding> findings = new ArrayList<>();
    InMemoryMirror own = mirror.another();
    own.commits().catchUp();
    new VerifyMirror(own.reader(), own.commits(), own.tree())
        .verify(VerifyRequest.ALL, findings::add, Progress.silent(), new StopSignal());
    assertThat(findings).as("findings").isEmpty();
    assertThat(broker.running()).as("requests still running").isEmpty();
    assertThat(broker.violations()).as("requests before their time").isEmpty();
  }
}
