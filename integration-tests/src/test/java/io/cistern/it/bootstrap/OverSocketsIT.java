package io.cistern.it.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cistern.application.Mirror;
import io.cistern.application.MirrorSettings;
import io.cistern.application.clone.CloneRequest;
import io.cistern.application.port.RemoteWorkspace;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.health.Finding;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.placeholder.Selection;
import io.cistern.domain.workspace.WorkspaceId;
import io.cistern.fs.mirror.FileMirror;
import io.cistern.fs.mirror.MirrorHost;
import io.cistern.http.broker.chaos.ChaosSpec;
import io.cistern.http.client.HttpRemote;
import io.cistern.http.client.TokenSource;
import io.cistern.it.support.LocalBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same promises over real sockets, in real time, with a mirror on a real disk and sixteen readers. */
class OverSocketsIT {
  private static final CloneRequest CONTENT = CloneRequest.PLAIN.withContent();
  private static final int ANSWERED = 32;
  private static final int READERS = 16;
  private static final long A_MOMENT = 1_000_000;

  @TempDir
  Path temporary;

  private Path served = Path.of("");
  private Path directory = Path.of("");

  @BeforeEach
  void aWorkspace() throws IOException {
    served = Files.createDirectory(temporary.resolve("served"));
    directory = Files.createDirectory(temporary.resolve("mirror"));
    serve(40);
  }

  @Test
  void readsThatHangAreCutByAStopAndWhatWasReadIsKept() throws IOException, InterruptedException {
    serve(140);
    List<String> kept = new ArrayList<>();
    try (LocalBroker broker = broker("export:status=404;file:after=32,hang"); Running running = new Running(broker)) {
      Thread all = answersWhenAllAsk(broker);
      CisternException stopped =
          catchThrowableOfType(CisternException.class, () -> running.mirror.pull(CONTENT, file -> {
            kept.add(file.path().value());
            if (kept.size() == ANSWERED) {
              running.mirror.close();
            }
          }));

      all.join();
      assertThat(stopped.failure()).isInstanceOf(Failure.Interrupted.class);
      assertThat(running.counting.underWay()).as("requests left running").isZero();
      assertThat(running.counting.most()).as("questions at once").isBetween(READERS, READERS + 1);
      assertThat(running.hydrated()).isEqualTo(ANSWERED);
    }

    try (LocalBroker broker = broker(""); Running restarted = new Running(broker)) {
      restarted.mirror.pull(CONTENT, file -> {});
      restarted.mirror.hydrate(new Selection.Everything(), item -> {});

      restarted.isWhatIsServed();
      assertThat(answeredReads(broker, "/f000")).as("reads of the first file, overall").isEqualTo(1);
      assertThat(kept).hasSize(ANSWERED).allSatisfy(name -> assertThat(answeredReads(broker, name)).isEqualTo(1));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"truncate-at=4000", "status=429,code=workspace_busy,retry-after=3600"})
  void anExportThatDoesNotComeToItsEndIsLeftForTheTree(String effect) throws IOException {
    try (LocalBroker broker = broker("export:" + effect); Running running = new Running(broker)) {
      running.mirror.pull(CONTENT, file -> {});

      running.isWhatIsServed();
      assertThat(running.mirror.status().bootstrap().complete()).isTrue();
      assertThat(broker.requests()).filteredOn(line -> line.contains("\"endpoint\":\"export\"")).hasSize(1);
    }
  }

  @Test
  void aFifthOfAllRequestsRefusedDoesNotKeepItFromConverging() throws IOException {
    try (LocalBroker broker = broker("seed=16;export:status=404;all:p=0.2,status=503");
        Running running = new Running(broker)) {
      running.mirror.pull(CONTENT, file -> {});
      running.mirror.hydrate(new Selection.Everything(), item -> {});

      running.isWhatIsServed();
    }
  }

  private void serve(int files) throws IOException {
    for (int i = 0; i < files; i++) {
      Files.writeString(served.resolve("f%03d".formatted(i)), "content of " + i);
    }
  }

  private LocalBroker broker(String chaos) {
    return LocalBroker.over(served, temporary.resolve("state"), ChaosSpec.parse(chaos));
  }

  /** The first files are held until each reader has asked for one. */
  private static Thread answersWhenAllAsk(LocalBroker broker) {
    List<String> first = IntStream.range(0, READERS).mapToObj("/f%03d"::formatted).toList();
    broker.hold(first);
    return Thread.ofPlatform().start(() -> {
      while (!first.stream().allMatch(name -> broker.waiting(name) > 0)) {
        LockSupport.parkNanos(A_MOMENT);
      }
      broker.release(first);
    });
  }

  private static long answeredReads(LocalBroker broker, String name) {
    return broker.requests().stream().filter(line -> line.contains("\"status\":200"))
        .filter(line -> line.contains("\"endpoint\":\"file\"") && line.contains("\"path\":\"" + name + "\""))
        .count();
  }

  /** A program on the mirror, until it is closed. */
  private final class Running implements AutoCloseable {
    private final FileMirror files;
    private final RemoteWorkspace remote;
    private final CountingRemote counting;
    private final Mirror mirror;

    private Running(LocalBroker broker) {
      MirrorHost host = MirrorHost.system("sockets");
      files = FileMirror.isMirror(directory)
          ? FileMirror.open(directory, host)
          : FileMirror.create(
              directory, broker.workspace().resolve("/").toString(), WorkspaceId.parse("ws_test").orElseThrow(), "/",
              host);
      remote = HttpRemote.connect(broker.workspace(), TokenSource.file(broker.tokenFile()), files.parts().spool());
      counting = new CountingRemote(remote);
      mirror = new Mirror(files.parts(), counting, MirrorSettings.DEFAULTS);
    }

    private long hydrated() {
      return mirror.status().paths().of(PathState.HYDRATED);
    }

    private void isWhatIsServed() throws IOException {
      List<Path> files;
      try (Stream<Path> all = Files.list(served)) {
        files = all.toList();
      }
      for (Path file : files) {
        assertThat(directory.resolve(file.getFileName())).hasSameBinaryContentAs(file);
      }
      assertThat(hydrated()).isEqualTo(files.size());
      List<Finding> findings = new ArrayList<>();
      mirror.verify(findings::add);
      assertThat(findings).isEmpty();
    }

    @Override
    public void close() {
      mirror.close();
      remote.close();
      files.close();
    }
  }
}
