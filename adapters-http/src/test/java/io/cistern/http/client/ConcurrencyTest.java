package io.cistern.http.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cistern.application.port.RemoteContent;
import io.cistern.application.port.RemoteWorkspace.Lane;
import io.cistern.application.port.RemoteWorkspace.Listing;
import io.cistern.application.port.RemoteWorkspace.ReadOutcome;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.failure.InvariantViolated;
import io.cistern.domain.time.Deadline;
import io.cistern.http.client.RemoteOptions.Connections;
import io.cistern.http.testing.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
final class ConcurrencyTest {
  @TempDir
  private Path directory;
  private Fixture it;

  @BeforeEach
  void open() {
    it = new Fixture(directory);
  }

  @AfterEach
  void close() {
    it.close();
  }

  @Test
  void anOpenDoesNotWaitForConnectionsThatOthersHold() throws Exception {
    it.options = it.options.withConnections(new Connections(1, 2));
    CountDownLatch busy = new CountDownLatch(2);
    it.broker.on("tree", request -> {
      busy.countDown();
      return Reply.hang();
    });
    it.broker.on("file", Reply.json(Fixture.file("x")));
    List<Future<Listing>> listings = new ArrayList<>();
    try (ExecutorService others = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 8; i++) {
        listings.add(others.submit(() -> it.remote().tree("/", 10, Optional.empty(), Deadline.NEVER)));
      }
      busy.await();

      assertThat(it.remote().read(Fixture.A, Lane.ON_DEMAND, Deadline.NEVER))
          .isInstanceOf(ReadOutcome.Received.class);
      assertThat(listings).noneMatch(Future::isDone);
      it.remote().close();
    }
  }

  @Test
  void closingBreaksOffWhatRunsAndWhatWaits() throws Exception {
    it.options = it.options.withConnections(new Connections(1, 2));
    CountDownLatch busy = new CountDownLatch(2);
    it.broker.on("file", request -> {
      busy.countDown();
      return Reply.hang();
    });
    List<Future<ReadOutcome>> reads = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 6; i++) {
        reads.add(threads.submit(() -> it.remote().read(Fixture.A, Lane.EAGER, Deadline.NEVER)));
      }
      busy.await();
      it.remote().close();

      for (Future<ReadOutcome> read : reads) {
        assertThatThrownBy(read::get).cause().isInstanceOfSatisfying(
            CisternException.class, e -> assertThat(e.failure()).isInstanceOf(Failure.Interrupted.class));
      }
    }
    assertThat(Fixture.thrown(it::read)).isInstanceOf(Failure.Interrupted.class);
  }

  @Test
  void anInterruptNeitherBreaksARequestNorIsLost() throws Exception {
    it.broker.on("file", Reply.json(Fixture.file("x")));
    CompletableFuture<Boolean> kept = new CompletableFuture<>();

    Thread.ofVirtual().start(() -> {
      Thread.currentThread().interrupt();
      try (RemoteContent content = it.received()) {
        boolean read = new String(content.body().readAllBytes(), StandardCharsets.UTF_8).equals("x");
        kept.complete(read && Thread.interrupted());
      } catch (IOException | AssertionError e) {
        kept.completeExceptionally(e);
      }
    });

    assertThat(kept.get()).isTrue();
    assertThat(it.broker.requests()).hasSize(1);
  }

  @Test
  void anInterruptDuringARequestCostsOnlyTheConnection() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    CompletableFuture<Thread> reader = new CompletableFuture<>();
    it.broker.on("file", request -> {
      if (asked.getAndIncrement() < 6) {
        reader.join().interrupt();
        return Reply.hang();
      }
      return Reply.json(Fixture.file("x"));
    });
    CompletableFuture<Boolean> kept = new CompletableFuture<>();

    Thread virtual = Thread.ofVirtual().unstarted(() -> {
      try {
        kept.complete(it.bytes().length == 1 && Thread.interrupted());
      } catch (IOException | RuntimeException | AssertionError e) {
        kept.completeExceptionally(e);
      }
    });
    reader.complete(virtual);
    virtual.start();

    assertThat(kept.get()).as("more interrupts than tries, and still an answer").isTrue();
  }

  @Test
  void manyThreadsOfBothKindsShareAFewConnections() throws Exception {
    it.broker.on("file", Reply.json(Fixture.file("x")));
    List<Future<Integer>> reads = new ArrayList<>();
    try (ExecutorService virtual = Executors.newVirtualThreadPerTaskExecutor();
        ExecutorService platform = Executors.newFixedThreadPool(8)) {
      for (int i = 0; i < 200; i++) {
        reads.add((i % 2 == 0 ? virtual : platform).submit(() -> it.bytes().length));
      }
      for (Future<Integer> read : reads) {
        assertThat(read.get()).isEqualTo(1);
      }
    }
    assertThat(it.broker.connections()).isLessThanOrEqualTo(16);
  }

  @Test
  void refusesToAskUnderTheMirrorLock() {
    assertThatThrownBy(() -> UnderTheLock.run(it::read)).isInstanceOf(InvariantViolated.class)
        .hasMessageStartingWith("I8");
    assertThat(it.broker.requests()).isEmpty();
  }
}
