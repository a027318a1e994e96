package io.cistern.it.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.Mirror;
import io.cistern.application.MirrorSettings;
import io.cistern.application.clone.BootstrapSettings;
import io.cistern.application.clone.CloneReport;
import io.cistern.application.clone.CloneRequest;
import io.cistern.application.hydrate.FileBounds;
import io.cistern.application.hydrate.HydrateItem;
import io.cistern.application.hydrate.HydrateReport;
import io.cistern.application.hydrate.HydrateSettings;
import io.cistern.application.hydrate.OpenSettings;
import io.cistern.application.hydrate.OpenedFile;
import io.cistern.application.hydrate.Pace;
import io.cistern.application.inspect.ListedPath;
import io.cistern.application.inspect.StatusReport;
import io.cistern.application.port.RemoteWorkspace;
import io.cistern.application.port.RemoteWorkspace.Lane;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.health.Severity;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.placeholder.FetchGuard;
import io.cistern.domain.placeholder.Selection;
import io.cistern.domain.time.Deadline;
import io.cistern.domain.time.Patience;
import io.cistern.domain.workspace.WorkspaceId;
import io.cistern.domain.workspace.WorkspacePath;
import io.cistern.fs.mirror.FileMirror;
import io.cistern.fs.mirror.MirrorHost;
import io.cistern.fs.testing.Between;
import io.cistern.http.client.BearerToken;
import io.cistern.http.client.HttpRemote;
import io.cistern.http.client.RemoteOptions;
import io.cistern.http.client.TokenSource;
import io.cistern.http.client.WorkspaceAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/**
 * A mirror among neighbours. However it is treated, closing it demands that nothing beside it has changed, that nothing is
 * left in staging, that the states sum to the paths, and that what is here is sound.
 */
final class GuardedMirror implements AutoCloseable {
  static final String TOKEN = "s3cr3t-token";

  /** A lie is not waited out: the first cycle that meets one gives up, and its cause is the lie. */
  private static final int ONE_CYCLE = 1;

  /** More than the busiest machine takes for an answer that comes, or for its next byte. */
  private static final Duration LONG = Duration.ofMinutes(5);

  /** How long an answer that never ends may be silent, and how long it may take as a whole. */
  private static final Duration SHORT = Duration.ofMillis(400);
  private static final Duration SHORT_WHOLE = Duration.ofMillis(1500);

  private final Outside outside;
  private final Path root;
  private final FileMirror files;
  private final RemoteWorkspace remote;
  private final RemoteWorkspace impatient;
  private final Mirror mirror;

  private GuardedMirror(Path temporary, URI workspace, BootstrapSettings bootstrap, Predicate<String> endless) {
    this.root = Neighbourhood.settle(temporary);
    this.outside = Outside.of(temporary, root);
    WorkspaceAddress address = WorkspaceAddress.parse(workspace);
    this.files = FileMirror.create(
        root, address.broker().toString(), WorkspaceId.parse("ws_test").orElseThrow(), "/", MirrorHost.system("test"));
    this.remote = connect(address, LONG);
    this.impatient = connect(address, SHORT);
    FileBounds bounds = new FileBounds(LONG, LONG, FetchGuard.NONE);
    this.mirror = new Mirror(files.parts(), asking(endless), new MirrorSettings(
        bootstrap,
        new HydrateSettings(
            HydrateSettings.DEFAULTS.eager(), new Pace(1, 32, Duration.ZERO, 0), bounds, Duration.ZERO),
        new OpenSettings(0, LONG), Duration.ZERO));
  }

  static GuardedMirror of(Path temporary, URI workspace) {
    return of(temporary, workspace, BootstrapSettings.listing(0, 0, ONE_CYCLE));
  }

  static GuardedMirror of(Path temporary, URI workspace, BootstrapSettings bootstrap) {
    return new GuardedMirror(temporary, workspace, bootstrap, path -> false);
  }

  /**
   * One that does not wait long for what never ends, and for everything else as long as any other: a machine that is slow
   * is no lie.
   *
   * @param endless whether the answer about a path has no end just now
   */
  static GuardedMirror impatientWith(Predicate<String> endless, Path temporary, URI workspace) {
    return new GuardedMirror(temporary, workspace, BootstrapSettings.listing(0, 0, ONE_CYCLE), endless);
  }

  /** With few tries, but in everything else as the command line is. */
  private RemoteWorkspace connect(WorkspaceAddress address, Duration quiet) {
    RemoteOptions options = RemoteOptions.defaults()
        .withWaits(new RemoteOptions.Waits(LONG, quiet))
        .withTries(new RemoteOptions.Tries(2, Duration.ZERO));
    return HttpRemote.connect(
        address, TokenSource.fixed(BearerToken.parse(TOKEN).orElseThrow()), files.parts().spool(), options);
  }

  private RemoteWorkspace asking(Predicate<String> endless) {
    return Between.callersAnd(
        RemoteWorkspace.class, remote,
        (method, arguments, call) -> method.equals("read") && endless.test(((WorkspacePath) arguments[0]).value())
            ? impatient.read((WorkspacePath) arguments[0], (Lane) arguments[1], soon((Patience) arguments[2]))
            : call.go());
  }

  private static Patience soon(Patience patience) {
    Deadline end = Deadline.after(Instant.now(), SHORT_WHOLE);
    return () -> patience.deadline().orEarlier(end);
  }

  Path root() {
    return root;
  }

  /** Tries whatever an earlier pull made of a lie. */
  CloneReport pull() {
    return mirror.pull(CloneRequest.PLAIN.withRetry(), file -> {});
  }

  HydrateReport hydrateAll() {
    return mirror.hydrate(new Selection.Everything(), item -> {});
  }

  /** Hydrates everything and tells what came of each candidate. */
  Map<String, HydrateItem> hydrateEach() {
    Map<String, HydrateItem> items = new TreeMap<>();
    mirror.hydrate(new Selection.Everything(), item -> items.put(item.path().value(), item));
    return items;
  }

  OpenedFile.Result open(String path) {
    return mirror.open(List.of(WorkspacePath.parse(path).orElseThrow())).getFirst().result();
  }

  StatusReport status() {
    return mirror.status();
  }

  /** What {@code ls -R} shows. */
  List<String> listed() {
    List<String> names = new ArrayList<>();
    mirror.list("/", true, row -> names.add(row.name()));
    return names;
  }

  Map<String, PathState> states() {
    Map<String, PathState> states = new TreeMap<>();
    mirror.list("/", true, row -> {
      if (row instanceof ListedPath.File(PathEntry entry, boolean _)) {
        states.put(entry.name(), entry.state());
      }
    });
    return states;
  }

  PathEntry entry(String name) {
    return files.parts().reader().read().manifest().find(name).orElseThrow();
  }

  /** Every visible file by its path from the root, and its text. */
  Map<String, String> visible() {
    return Outside.contents(root, Optional.of(root.resolve(".cistern")));
  }

  /** What holds bytes in staging; displaced placeholders, which go with the next commit, hold none. */
  List<String> staged() {
    Map<String, String> staging = Outside.contents(root.resolve(".cistern/staging"), Optional.empty());
    return staging.keySet().stream().filter(name -> !staging.getOrDefault(name, "").isEmpty()).toList();
  }

  void demandPeaceOutside() {
    outside.demandUnchanged();
  }

  /** Demands that the states sum to the paths, and that {@code ls} shows each of them once. */
  void demandSums() {
    StatusReport report = status();
    assertThat(report.damage()).isEmpty();
    List<String> names = listed();
    assertThat(names).doesNotHaveDuplicates();
    assertThat(report.paths().total()).isEqualTo(names.size());
    for (PathState state : PathState.values()) {
      assertThat(report.paths().of(state)).as(state.name())
          .isEqualTo(states().values().stream().filter(state::equals).count());
    }
  }

  /** The failure that a call must end with. */
  static Failure failure(ThrowingCallable call) {
    CisternException thrown = Assertions.catchThrowableOfType(CisternException.class, call);
    assertThat(thrown).isNotNull();
    return thrown.failure();
  }

  static Failure.Remote remoteFailure(ThrowingCallable call) {
    CisternException thrown = Assertions.catchThrowableOfType(CisternException.class, call);
    assertThat(thrown).isNotNull();
    Failure failure = thrown.failure();
    for (Throwable cause = thrown.getCause(); failure instanceof Failure.BootstrapStalled; cause = cause.getCause()) {
      failure = cause instanceof CisternException met ? met.failure() : failure;
    }
    assertThat(failure).isInstanceOf(Failure.Remote.class);
    return (Failure.Remote) failure;
  }

  @Override
  public void close() {
    try {
      demandSums();
      assertThat(staged()).as("left in staging").isEmpty();
      assertThat(mirror.verify(finding -> {}).of(Severity.DAMAGE)).as("damage").isZero();
    } finally {
      mirror.close();
      remote.close();
      impatient.close();
      files.close();
    }
    outside.demandUnchanged();
    assertThat(Outside.contents(root.resolve(".cistern/staging"), Optional.empty())).isEmpty();
  }

  /** Puts a mirror's directory between neighbours that a traversal would meet. */
  private static final class Neighbourhood {
    static Path settle(Path temporary) {
      try {
        Path around = Files.createDirectories(temporary.resolve("outer/around"));
        Files.writeString(temporary.resolve("outer/x"), "outermost");
        Files.writeString(around.resolve("x"), "neighbour");
        Files.writeString(Files.createDirectory(around.resolve("a")).resolve("x"), "neighbour's");
        return Files.createDirectory(around.resolve("mirror"));
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
    }
  }
}
