package io.cistern.it.hydrate;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.Mirror;
import io.cistern.application.MirrorSettings;
import io.cistern.application.clone.BootstrapSettings;
import io.cistern.application.hydrate.FileBounds;
import io.cistern.application.hydrate.HydrateReport;
import io.cistern.application.hydrate.HydrateSettings;
import io.cistern.application.hydrate.OpenSettings;
import io.cistern.application.hydrate.OpenedFile;
import io.cistern.application.hydrate.Pace;
import io.cistern.application.port.NoticeBoard.Notices;
import io.cistern.application.port.RemoteWorkspace;
import io.cistern.domain.placeholder.FetchGuard;
import io.cistern.domain.placeholder.Selection;
import io.cistern.domain.workspace.WorkspaceId;
import io.cistern.domain.workspace.WorkspacePath;
import io.cistern.fs.mirror.FileMirror;
import io.cistern.fs.mirror.MirrorHost;
import io.cistern.http.client.HttpRemote;
import io.cistern.http.client.RemoteOptions;
import io.cistern.http.client.TokenSource;
import io.cistern.http.client.WorkspaceAddress;
import io.cistern.it.support.LocalBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Opens beside a pass, over real sockets. Every place of the eager lane is taken by a file that does not come; nothing but
 * reserved connections and permits lets an open through.
 */
final class LanesIT {
  private static final int STUCK = 20;
  private static final int OPENED = 12;

  private static final long A_MOMENT = 1_000_000;

  /** However slow the machine is, nobody gives up what the broker holds. */
  private static final Duration AN_HOUR = Duration.ofHours(1);
  private static final MirrorSettings PATIENT = new MirrorSettings(
      BootstrapSettings.DEFAULTS,
      new HydrateSettings(
          HydrateSettings.DEFAULTS.eager(), Pace.DEFAULT, new FileBounds(AN_HOUR, Duration.ZERO, FetchGuard.NONE),
          AN_HOUR),
      new OpenSettings(0, AN_HOUR), AN_HOUR);

  @TempDir
  Path temporary;

  @Test
  void opensGoThroughWhileEveryPlaceOfThePassIsStuck() throws IOException {
    Path workspace = Files.createDirectories(temporary.resolve("workspace"));
    List<String> stuck = IntStream.range(0, STUCK).mapToObj("/a-stuck-%02d"::formatted).toList();
    for (String name : stuck) {
      Files.writeString(workspace.resolve(name.substring(1)), "never comes\n");
    }
    for (int i = 0; i < OPENED; i++) {
      Files.writeString(workspace.resolve("wanted-%02d".formatted(i)), "wanted " + i + "\n");
    }
    try (LocalBroker broker = LocalBroker.over(workspace, temporary.resolve("state"));
        FileMirror files = mirrorOf(broker);
        RemoteWorkspace remote = clientOf(broker, files)) {
      Mirror mirror = new Mirror(files.parts(), remote, PATIENT);
      mirror.pullNames();
      broker.hold(stuck);
      CompletableFuture<HydrateReport> pass =
          CompletableFuture.supplyAsync(() -> mirror.hydrate(new Selection.Everything(), item -> {}));
      while (!pass.isDone() && stuck.stream().mapToInt(broker::waiting).sum() < Pace.DEFAULT_PARALLELISM) {
        LockSupport.parkNanos(A_MOMENT);
      }

      List<WorkspacePath> wanted = IntStream.range(0, OPENED)
          .mapToObj(i -> WorkspacePath.parse("/wanted-%02d".formatted(i)).orElseThrow()).toList();
      List<OpenedFile> opened = mirror.open(wanted);

      assertThat(opened).allSatisfy(file -> assertThat(file.result()).isInstanceOf(OpenedFile.Result.Here.class));
      assertThat(pass).as("the pass is stuck still").isNotDone();
      assertThat(Files.readString(temporary.resolve("mirror/wanted-00"))).isEqualTo("wanted 0\n");
      mirror.close();
      assertThat(pass.join().endedEarly()).as("a stop is heard wherever a file hangs").isPresent();
    }
  }

  @Test
  void anOpenThatWaitsIsSeenByOthersWithItsPath() throws IOException, InterruptedException {
    Path workspace = Files.createDirectories(temporary.resolve("workspace"));
    Files.writeString(workspace.resolve("slow"), "slow\n");
    try (LocalBroker broker = LocalBroker.over(workspace, temporary.resolve("state"));
        FileMirror files = mirrorOf(broker);
        RemoteWorkspace remote = clientOf(broker, files);
        Mirror mirror = new Mirror(files.parts(), remote, PATIENT)) {
      mirror.pullNames();
      broker.hold(List.of("/slow"));
      CountDownLatch ended = new CountDownLatch(1);
      Thread opener = Thread.ofPlatform().start(() -> {
        mirror.open(List.of(WorkspacePath.parse("/slow").orElseThrow()));
        ended.countDown();
      });

      Notices seen = mirror.status().notices();
      while (seen.waiting() == 0 && ended.getCount() > 0) {
        seen = mirror.status().notices();
      }

      assertThat(seen.oldest()).hasValueSatisfying(oldest -> {
        assertThat(oldest.oldest().path()).isEqualTo("/slow");
        assertThat(oldest.process()).isEqualTo(ProcessHandle.current().pid());
      });
      broker.release(List.of("/slow"));
      opener.join();
      assertThat(mirror.status().notices()).isEqualTo(Notices.NONE);
    }
  }

  private FileMirror mirrorOf(LocalBroker broker) throws IOException {
    return FileMirror.create(
        Files.createDirectories(temporary.resolve("mirror")), broker.workspace().resolve("/").toString(),
        WorkspaceId.parse("ws_test").orElseThrow(), "/", MirrorHost.system("lanes"));
  }

  private static RemoteWorkspace clientOf(LocalBroker broker, FileMirror files) {
    return HttpRemote.connect(
        WorkspaceAddress.parse(broker.workspace()), TokenSource.file(broker.tokenFile()), files.parts().spool(),
        RemoteOptions.defaults().withWaits(new RemoteOptions.Waits(AN_HOUR, AN_HOUR)));
  }
}
