package io.cistern.it.hydrate;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.Mirror;
import io.cistern.application.MirrorSettings;
import io.cistern.application.hydrate.HydrateReport;
import io.cistern.application.hydrate.OpenedFile;
import io.cistern.application.port.NoticeBoard.Notices;
import io.cistern.application.port.RemoteWorkspace;
import io.cistern.domain.placeholder.Selection;
import io.cistern.domain.workspace.WorkspaceId;
import io.cistern.domain.workspace.WorkspacePath;
import io.cistern.fs.mirror.FileMirror;
import io.cistern.fs.mirror.MirrorHost;
import io.cistern.http.broker.chaos.ChaosSpec;
import io.cistern.http.client.HttpRemote;
import io.cistern.http.client.TokenSource;
import io.cistern.it.support.LocalBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Opens beside a pass, over real sockets. Every place of the eager lane is taken by a file that never comes; nothing but
 * reserved connections and permits lets an open through.
 */
final class LanesIT {
  private static final int STUCK = 20;
  private static final int OPENED = 12;

  @TempDir
  Path temporary;

  @Test
  void opensGoThroughWhileEveryPlaceOfThePassIsStuck() throws IOException {
    Path workspace = Files.createDirectories(temporary.resolve("workspace"));
    for (int i = 0; i < STUCK; i++) {
      Files.writeString(workspace.resolve("a-stuck-%02d".formatted(i)), "never comes\n");
    }
    for (int i = 0; i < OPENED; i++) {
      Files.writeString(workspace.resolve("wanted-%02d".formatted(i)), "wanted " + i + "\n");
    }
    ChaosSpec chaos = ChaosSpec.parse("file:path=/a-stuck-*,hang");
    try (LocalBroker broker = LocalBroker.over(workspace, temporary.resolve("state"), chaos);
        FileMirror files = FileMirror.create(
            Files.createDirectories(temporary.resolve("mirror")), broker.workspace().resolve("/").toString(),
            WorkspaceId.parse("ws_test").orElseThrow(), "/", MirrorHost.system("lanes"));
        RemoteWorkspace remote = HttpRemote.connect(
            broker.workspace(), TokenSource.file(broker.tokenFile()), files.parts().spool())) {
      Mirror mirror = new Mirror(files.parts(), remote, MirrorSettings.DEFAULTS);
      mirror.pullNames();
      CompletableFuture<HydrateReport> pass =
          CompletableFuture.supplyAsync(() -> mirror.hydrate(new Selection.Everything(), item -> {}));
      awaitStuck(mirror);

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
    try (LocalBroker broker =
        LocalBroker.over(workspace, temporary.resolve("state"), ChaosSpec.parse("file:latency=2s"));
        FileMirror files = FileMirror.create(
            Files.createDirectories(temporary.resolve("mirror")), broker.workspace().resolve("/").toString(),
            WorkspaceId.parse("ws_test").orElseThrow(), "/", MirrorHost.system("lanes"));
        RemoteWorkspace remote = HttpRemote.connect(
            broker.workspace(), TokenSource.file(broker.tokenFile()), files.parts().spool());
        Mirror mirror = new Mirror(files.parts(), remote, MirrorSettings.DEFAULTS)) {
      mirror.pullNames();
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
      opener.join();
      assertThat(mirror.status().notices()).isEqualTo(Notices.NONE);
    }
  }

  /** Until the pass has begun and all its places must be taken: they are, once it says how far it is. */
  private static void awaitStuck(Mirror mirror) {
    Notices seen = mirror.status().notices();
    while (seen.pass().isEmpty()) {
      seen = mirror.status().notices();
    }
  }
}
