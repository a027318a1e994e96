package io.cistern.application.hydrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cistern.application.testing.Bench;
import io.cistern.application.testing.Latches;
import io.cistern.application.testing.MemoryFaults;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.failure.Failure.RemoteCode;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.placeholder.Selection;
import io.cistern.domain.workspace.WorkspacePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OpenFileTest {
  private final Bench bench = new Bench();

  @Test
  void bringsAPlaceholderHereWithOneRequestAndSaysWhereItIs() throws IOException {
    bench.remote().put("/docs/a.md", "text");
    bench.cloned();
    bench.remote().forgetRequests();

    OpenedFile opened = open("/docs/a.md");

    assertThat(opened.result()).isEqualTo(new OpenedFile.Result.Here("/mirror/docs/a.md", true));
    assertThat(bench.remote().requests()).extracting(request -> request.endpoint()).containsExactly("file");
    try (var in = bench.openFile().read(opened.path())) {
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("text");
    }
  }

  @Test
  void whatIsHereCostsNoRequest() {
    bench.remote().put("/a", "a");
    bench.cloned();
    bench.hydrated(new Selection.Everything());
    bench.remote().dies();

    assertThat(open("/a").result()).isEqualTo(new OpenedFile.Result.Here("/mirror/a", false));
    bench.mirror().personWrites("/a", "mine");
    assertThat(open("/a").result()).isEqualTo(new OpenedFile.Result.Here("/mirror/a", false));
    assertThat(bench.mirror().visible("/a")).contains("mine");
  }

  @Test
  void aPlaceholderThatAPersonFilledIsTheirsAndCostsNoRequest() {
    bench.remote().put("/a", "a");
    bench.cloned();
    bench.mirror().personWrites("/a", "mine");

    OpenedFile opened = open("/a");

    assertThat(opened.result()).isEqualTo(new OpenedFile.Result.Here("/mirror/a", false));
    assertThat(bench.remote().requests("file")).isZero();
    assertThat(bench.states()).containsEntry("/a", PathState.MODIFIED);
    assertThat(bench.mirror().visible("/a")).contains("mine");
  }

  @Test
  void aPlaceholderThatAPersonFillsDuringTheFetchIsTheirs() {
    bench.remote().put("/a", "a");
    bench.cloned();
    bench.remote().beforeEach(request -> bench.mirror().personWrites("/a", "mine"));

    assertThat(open("/a").result()).isEqualTo(new OpenedFile.Result.Here("/mirror/a", false));
    assertThat(bench.mirror().visible("/a")).contains("mine");
  }

  @Test
  void saysWhyAFileIsNotHere() {
    bench.remote().put("/gone", "x");
    bench.remote().put("/dir/f", "x");
    bench.remote().put("/removed", "x");
    bench.remote().addRow("/bad//name");
    bench.cloned();
    bench.remote().delete("/gone");
    bench.mirror().personRemoves("/removed");

    assertThat(reason("/gone")).isInstanceOfSatisfying(
        Failure.Remote.class, failure -> assertThat(failure.code()).isEqualTo(RemoteCode.REMOTE_NOT_FOUND));
    assertThat(reason("/unknown")).isInstanceOfSatisfying(
        Failure.Remote.class, failure -> assertThat(failure.code()).isEqualTo(RemoteCode.REMOTE_NOT_FOUND));
    assertThat(reason("/removed").message()).isEqualTo("/removed: removed here");
    assertThat(bench.mirror().visible("/removed")).as("a missing file is no wish for content").isEmpty();
  }

  @Test
  void aSymbolicLinkInPlaceOfAFileIsNotFollowed() {
    bench.remote().put("/a", "a");
    bench.cloned();
    bench.mirror().personPuts("/a", "symbolic link");

    assertThat(reason("/a").message()).contains("symbolic link");
    assertThat(bench.remote().requests("file")).isZero();
  }

  @Test
  void severalPathsComeBackInTheOrderAsked() {
    IntStream.range(0, 20).forEach(i -> bench.remote().put("/f" + i, "f" + i));
    bench.cloned();
    List<WorkspacePath> paths =
        IntStream.range(0, 20).mapToObj(i -> WorkspacePath.parse("/f" + (19 - i)).orElseThrow()).toList();

    List<OpenedFile> opened = bench.openFile().open(paths);

    assertThat(opened).extracting(OpenedFile::path).isEqualTo(paths);
    assertThat(opened).allSatisfy(
        file -> assertThat(file.result()).isInstanceOf(OpenedFile.Result.Here.class));
    assertThat(bench.remote().requests("file")).isEqualTo(20);
  }

  @Test
  void twoWhoOpenOnePathShareOneRequest() throws InterruptedException {
    bench.remote().put("/a", "a");
    bench.cloned();
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    bench.remote().beforeEach(request -> {
      asked.countDown();
      Latches.await(answer);
    });
    OpenFile one = bench.openFile();
    Thread first = Thread.ofPlatform().start(() -> one.open(List.of(path("/a"))));
    asked.await();
    Thread second = Thread.ofPlatform().start(() -> one.open(List.of(path("/a"))));
    answer.countDown();

    first.join();
    second.join();

    assertThat(bench.remote().requests("file")).isEqualTo(1);
  }

  @Test
  void aFlightThatFailedForSomebodyElseIsTriedAgain() throws InterruptedException {
    bench.remote().put("/a", "a");
    bench.cloned();
    var flight = bench.fetcher().flights().begin(path("/a")).orElseThrow();
    OpenedFile[] opened = new OpenedFile[1];
    Thread waiting = Thread.ofPlatform().start(() -> opened[0] = open("/a"));
    flight.fail(new CisternException(new Failure.Interrupted("the pass was stopped")));

    waiting.join();

    assertThat(opened[0].result()).isEqualTo(new OpenedFile.Result.Here("/mirror/a", true));
  }

  @Test
  void aFullDiskIsToldAndLeavesThePlaceholder() {
    bench.remote().put("/a", "a");
    bench.cloned();
    bench.mirror().faults().next(MemoryFaults.Point.APPEND, 1);

    assertThat(reason("/a")).isInstanceOf(Failure.LocalDiskFull.class);
    assertThat(bench.states()).containsEntry("/a", PathState.PLACEHOLDER);
    assertThat(open("/a").result()).isInstanceOf(OpenedFile.Result.Here.class);
  }

  @Test
  void whatIsNotHereCannotBeRead() {
    bench.remote().put("/a", "a");
    bench.cloned();

    assertThatThrownBy(() -> bench.openFile().read(path("/a"))).isInstanceOf(CisternException.class);
  }

  private OpenedFile open(String name) {
    return bench.openFile().open(List.of(path(name))).getFirst();
  }

  private Failure reason(String name) {
    return ((OpenedFile.Result.NotHere) open(name).result()).reason();
  }

  private static WorkspacePath path(String name) {
    return WorkspacePath.parse(name).orElseThrow();
  }
}
