package io.cistern.it.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.clone.CloneRequest;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.failure.Failure.RemoteCode;
import io.cistern.domain.manifest.PathState;
import io.cistern.http.client.BearerToken;
import io.cistern.http.client.InMemoryRemoteGate;
import io.cistern.http.client.TokenSource;
import io.cistern.http.virtual.Request;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A token that expires mid-way: its source is read once more, then the run ends and can be taken up again. */
class TokenIT {
  private static final CloneRequest CONTENT = CloneRequest.PLAIN.withContent();
  private static final int AT = 20;

  private final Scene scene = new Scene(12);
  private final AtomicInteger rereads = new AtomicInteger();

  @AfterEach
  void theMirrorIsSoundAndTheWireIsQuiet() {
    scene.isSound();
  }

  @Test
  void theRunEndsAfterTheSourceWasReadOnceMoreAndTheNextGoesOn() {
    List<String> names = scene.putFiles("/f%03d", 60);
    scene.broker().chaos("export:status=404");
    expireAtRead(AT);

    Failure failure = program(scene.broker().usualToken()).fails(CONTENT);

    assertThat(((Failure.Remote) failure).code()).isEqualTo(RemoteCode.NOT_AUTHORISED);
    assertThat(rereads.get()).isEqualTo(1);
    assertThat(scene.broker().requests()).extracting(Request::status).filteredOn(status -> status == 401).hasSize(1);
    assertThat(scene.count(PathState.HYDRATED)).isEqualTo(AT - 1);
    assertThat(scene.progress().complete()).isFalse();
    assertThat(scene.progress().standing().cycles()).as("a refusal is no standstill").isZero();

    scene.broker().accept(scene.broker().usualToken(), "fs:read");
    Program next = scene.program();
    next.clones(CONTENT);
    next.hydrates();
    assertThat(scene.asked("tree")).hasSize(1);
    assertThat(scene.asked("file")).containsAll(names).hasSize(61);
    scene.isTheRemoteWithContent();
  }

  @Test
  void aTokenThatWasRenewedMeanwhileIsUsedAndNothingElseIsNoticed() {
    scene.putFiles("/f%03d", 60);
    scene.broker().chaos("export:status=404");
    scene.broker().accept("renewed", "fs:read");
    expireAtRead(AT);
    Program program = program("renewed");

    program.clones(CONTENT);

    assertThat(program.tookOneCycle()).isTrue();
    assertThat(rereads.get()).isEqualTo(1);
    assertThat(scene.broker().requests()).extracting(Request::status).filteredOn(status -> status == 401).hasSize(1);
    scene.isTheRemoteWithContent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"tree", "export", "events"})
  void aRefusalOfAnyEndpointEndsTheRunWithAResumableCheckpoint(String endpoint) {
    scene.with(scene.settings().reading(16)).putFiles("/f%04d", 1200);
    AtomicInteger requests = new AtomicInteger();
    int at = endpoint.equals("export") ? 1 : 2;
    scene.broker().before(request -> {
      if (request.endpoint().equals(endpoint) && requests.incrementAndGet() == at) {
        scene.broker().expire(scene.broker().usualToken());
      }
    });
    CloneRequest request = endpoint.equals("export") ? CONTENT : CloneRequest.PLAIN;

    Failure failure = program(scene.broker().usualToken()).fails(request);

    assertThat(((Failure.Remote) failure).code()).isEqualTo(RemoteCode.NOT_AUTHORISED);
    assertThat(rereads.get()).isEqualTo(1);
    assertThat(scene.progress().complete()).isFalse();
    scene.broker().before(later -> {});
    scene.broker().accept(scene.broker().usualToken(), "fs:read");
    scene.program().clones();
    assertThat(scene.broker().requests("tree")).filteredOn(listing -> listing.status() == 200)
        .as("no page twice").extracting(Request::cursor).doesNotHaveDuplicates();
    scene.isTheRemote();
  }

  @Test
  void ofManyReadsOnlyThoseInFlightAreLostWhenTheTokenExpires() {
    int readers = 16;
    scene.with(scene.settings().reading(readers)).putFiles("/f%03d", 100);
    scene.broker().chaos("export:status=404");
    expireAtRead(50);

    Failure failure = program(scene.broker().usualToken()).fails(CONTENT);

    assertThat(((Failure.Remote) failure).code()).isEqualTo(RemoteCode.NOT_AUTHORISED);
    assertThat(scene.count(PathState.HYDRATED)).isBetween(49L - readers, 49L + readers);
    scene.broker().accept(scene.broker().usualToken(), "fs:read");
    Program next = scene.program();
    next.clones(CONTENT);
    next.hydrates();
    scene.isTheRemoteWithContent();
  }

  private void expireAtRead(int number) {
    AtomicInteger reads = new AtomicInteger();
    scene.broker().before(request -> {
      if (request.endpoint().equals("file") && reads.incrementAndGet() == number) {
        scene.broker().expire(scene.broker().usualToken());
      }
    });
  }

  /** A process whose token source holds this token when it is read again. */
  private Program program(String later) {
    TokenSource source = new TokenSource() {
      @Override
      public BearerToken current() {
        return BearerToken.require(rereads.get() == 0 ? scene.broker().usualToken() : later, "the test");
      }

      @Override
      public BearerToken reread() {
        rereads.incrementAndGet();
        return current();
      }
    };
    return scene.program(scene.broker().connect(source, new InMemoryRemoteGate(), options -> options));
  }
}
