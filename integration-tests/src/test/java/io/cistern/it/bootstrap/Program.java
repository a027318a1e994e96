package io.cistern.it.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cistern.application.Mirror;
import io.cistern.application.MirrorParts;
import io.cistern.application.MirrorSettings;
import io.cistern.application.clone.CloneMirror;
import io.cistern.application.clone.CloneReport;
import io.cistern.application.clone.CloneRequest;
import io.cistern.application.clone.Cycle;
import io.cistern.application.clone.EventReplay;
import io.cistern.application.clone.ExportPull;
import io.cistern.application.clone.NewsDesk;
import io.cistern.application.clone.TreePull;
import io.cistern.application.concurrent.StopSignal;
import io.cistern.application.fetch.Fetcher;
import io.cistern.application.fetch.Filling;
import io.cistern.application.hydrate.HydrateReport;
import io.cistern.application.hydrate.HydrateSettings;
import io.cistern.application.hydrate.OpenSettings;
import io.cistern.application.inspect.StatusReport;
import io.cistern.application.port.MirrorIdentity;
import io.cistern.application.port.RemoteWorkspace;
import io.cistern.application.testing.InMemoryMirror;
import io.cistern.application.testing.MemoryFaults;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.placeholder.Selection;
import io.cistern.domain.workspace.WorkspacePath;
import io.cistern.http.testing.MemorySpool;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** One process that clones, hydrates and opens; may be stopped, and killed at a moment that a test chooses. */
final class Program {
  private final Scene scene;
  private final InMemoryMirror inside;
  private final RemoteWorkspace remote;
  private final CloneMirror cloning;
  private final Mirror verbs;
  private final StopSignal stop = new StopSignal();
  private final List<Told> told = new CopyOnWriteArrayList<>();
  private final List<String> filled = new CopyOnWriteArrayList<>();
  private volatile Consumer<String> onFilled = name -> {};

  /** What a program told of its progress. */
  record Told(Instant at, String stage, long files, OptionalLong total) {}

  /** The end of a process, wherever it was. */
  static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  Program(Scene scene, InMemoryMirror inside, RemoteWorkspace remote) {
    this.scene = scene;
    this.inside = inside;
    this.remote = remote;
    MirrorIdentity identity = InMemoryMirror.identity();
    Fetcher fetcher = new Fetcher(remote, inside.staging(), inside.tree(), scene.clock());
    NewsDesk news = new NewsDesk(inside.commits(), inside.manifest(), inside.tree(), fetcher, identity);
    Cycle cycle = new Cycle(
        remote, inside.manifest(), identity, news,
        new ExportPull(remote, inside.manifest(), identity, news, fetcher),
        new TreePull(
            remote, inside.manifest(), identity, news, fetcher, new Filling(fetcher, inside.commits())),
        new EventReplay(remote, inside.manifest(), identity, news));
    this.cloning = new CloneMirror(
        inside.lock(), inside.commits(), inside.manifest(), scene.clock(), scene.pauses(), cycle, scene.settings());
    this.verbs = new Mirror(
        new MirrorParts(
            identity, inside.lock(), inside.log(), inside.manifest(), inside.reader(), inside.history(),
            inside.staging(), new MemorySpool(), inside.tree(), inside.trash(), scene.clock(), scene.pauses(),
            inside.compactor()),
        remote, settings(scene));
  }

  private static MirrorSettings settings(Scene scene) {
    HydrateSettings usual = HydrateSettings.DEFAULTS;
    return new MirrorSettings(
        scene.settings(),
        new HydrateSettings(
            usual.eager(), scene.settings().parallelism(), 32, Duration.ZERO, Duration.ZERO, Duration.ZERO),
        OpenSettings.DEFAULTS, Duration.ZERO);
  }

  /** Clones names only. */
  CloneReport clones() {
    return clones(CloneRequest.PLAIN);
  }

  CloneReport clones(CloneRequest request) {
    return cloning.clone(
        request,
        file -> {
          filled.add(file.path().value());
          onFilled.accept(file.path().value());
        },
        (stage, files, bytes, total) -> told.add(new Told(scene.clock().instant(), stage, files, total)), stop);
  }

  /** Clones, and answers why that ended. */
  Failure fails(CloneRequest request) {
    CisternException thrown = catchThrowableOfType(CisternException.class, () -> clones(request));
    assertThat(thrown).as("it ought to fail").isNotNull();
    return thrown.failure();
  }

  /** Clones until it is killed. */
  void dies(CloneRequest request) {
    assertThat(catchThrowableOfType(Killed.class, () -> clones(request))).as("it ought to die").isNotNull();
  }

  /** Ends this process where it is: nothing that it does from here on lasts. To be thrown. */
  Killed killed() {
    inside.faults().next(MemoryFaults.Point.APPEND, Integer.MAX_VALUE);
    return new Killed();
  }

  /** As Ctrl-C does. */
  void stop() {
    stop.stop();
  }

  /** From now on told of each file that came with the names. */
  void onFilled(Consumer<String> listener) {
    onFilled = listener;
  }

  /** Fetches whatever is not here. */
  HydrateReport hydrates() {
    return verbs.hydrate(new Selection.Everything(), item -> {});
  }

  /** The text of a file, fetched if need be. */
  String opens(String name) {
    try (InputStream content = verbs.read(WorkspacePath.parse(name).orElseThrow())) {
      return new String(content.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  StatusReport status() {
    return verbs.status();
  }

  /** The files whose content came with the names, in order. */
  List<String> filled() {
    return List.copyOf(filled);
  }

  List<Told> told() {
    return List.copyOf(told);
  }

  /** Whether it never had to wait between two cycles. */
  boolean tookOneCycle() {
    return told.stream().noneMatch(one -> one.stage().startsWith("waiting: "));
  }

  RemoteWorkspace remote() {
    return remote;
  }

  InMemoryMirror inside() {
    return inside;
  }
}
