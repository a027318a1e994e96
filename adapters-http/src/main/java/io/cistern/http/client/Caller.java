package io.cistern.http.client;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import io.cistern.application.commit.Commits;
import io.cistern.domain.budget.Passage;
import io.cistern.domain.budget.Passage.Gate;
import io.cistern.domain.budget.ToldWindow;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.failure.Failure.RemoteCode;
import io.cistern.domain.failure.Invariant;
import io.cistern.domain.quota.Admission;
import io.cistern.http.client.RemoteOptions.Surroundings;
import io.cistern.http.client.RemoteOptions.Tries;
import io.cistern.http.wire.ErrorBody;
import io.cistern.http.wire.WireCodec;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks until there is an answer, or no sense in asking on: its turn at the gate, the token, the request, another try.
 *
 * <p>Thread interrupts are set aside while it asks and given back afterwards: stopping is {@code close}, or a patience
 * that runs out, at which it looks at least every {@link Transport#GLANCE}. Safe for use by many threads.
 */
final class Caller {
  private static final Logger LOG = LoggerFactory.getLogger(Caller.class);

  /** What a refusal may say about itself. */
  private static final int LONGEST_REFUSAL = 64 * 1024;

  /** Requests lost to interrupts that do not count as tries; someone who interrupts without end means it. */
  private static final int MOST_INTERRUPTS = 16;

  private final Transport transport;
  private final TokenSource tokens;
  private final WireCodec codec;
  private final Tries tries;
  private final Surroundings world;
  private final Random jitter;

  Caller(Transport transport, TokenSource tokens, WireCodec codec, Tries tries, Surroundings world) {
    this.transport = transport;
    this.tokens = tokens;
    this.codec = codec;
    this.tries = tries;
    this.world = world;
    this.jitter = new Random(world.seed());
  }

  /** Makes something of a 200. Closes the answer, or hands it on to whoever closes the result. */
  interface Reader<T> {
    T read(Answer answer) throws IOException;
  }

  /** How asking ended, when it did not fail. */
  sealed interface Reply<T> {
    record Got<T>(T value) implements Reply<T> {}

    record Refused<T>(Refusal refusal) implements Reply<T> {}
  }

  /**
   * Asks.
   *
   * @param settles which refusals are taken at once, although asking again might help
   * @throws CisternException when no answer came, or none that could be read
   */
  <T> Reply<T> ask(Call call, Predicate<Refusal> settles, Reader<T> reader) {
    Invariant.check(!Commits.heldHere(), "I8: no network under the mirror lock");
    Question<T> question = new Question<>(call, settles, reader);
    RetryPolicy<Reply<T>> policy = RetryPolicy.<Reply<T>>builder()
        .handle(TryAgain.class).withMaxAttempts(tries.most()).build();
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        try {
          return Failsafe.with(policy).get(question::ask);
        } catch (FailsafeException e) {
          // An interrupt met the policy between two tries; the question knows how many are left.
          Invariant.check(e.getCause() instanceof InterruptedException, "only an interrupt ends the tries early");
          interrupted = true;
          Thread.interrupted();
        }
      }
    } catch (TryAgain spent) {
      throw spent.failure();
    } finally {
      if (interrupted || question.interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** One question and its tries. One thread. */
  private final class Question<T> {
    private final Call call;
    private final Predicate<Refusal> settles;
    private final Reader<T> reader;
    private int asked;
    private boolean tokenRenewed;
    private boolean interrupted;
    private int interrupts;
    private Optional<TryAgain> last = Optional.empty();

    private Question(Call call, Predicate<Refusal> settles, Reader<T> reader) {
      this.call = call;
      this.settles = settles;
      this.reader = reader;
    }

    private Reply<T> ask() {
      if (asked == tries.most()) {
        throw last.orElseThrow().failure();
      }
      try {
        pause();
        asked++;
        return once();
      } catch (TryAgain again) {
        last = Optional.of(again);
        LOG.debug("event=remote-retry doing=\"{}\" tries={} why=\"{}\"", call.doing(), asked, again.getMessage());
        throw again;
      }
    }

    /** Full jitter: any pause up to a bound that doubles. */
    private void pause() {
      if (asked == 0) {
        return;
      }
      long bound = tries.first().toMillis() << Math.min(asked - 1, 20);
      Instant wake = world.clock().instant().plusMillis(bound == 0 ? 0 : jitter.nextLong(bound + 1));
      if (call.deadline().passed(wake)) {
        throw last.orElseThrow().failure();
      }
      waitUntil(wake);
    }

    private Reply<T> once() {
      Optional<BearerToken> token = call.authorised() ? Optional.of(tokens.current()) : Optional.empty();
      turn();
      try {
        Answer answer = transport.send(call, token);
        try {
          learn(answer);
          return answer.status() == 200
              ? new Reply.Got<>(reader.read(new LivelyAnswer(answer, call.patience())))
              : refused(answer, token);
        } catch (IOException | RuntimeException e) {
          answer.close();
          throw e;
        }
      } catch (IOException e) {
        return troubled(e, token);
      }
    }

    private void learn(Answer answer) {
      Instant now = world.clock().instant();
      List<ToldWindow> told = RateLimitHeaders.of(answer::header, now);
      if (!told.isEmpty()) {
        world.gate().learn(told, now);
      }
    }

    /** Waits at the gate, or refuses at once what would come too late. */
    private void turn() {
      for (boolean told = false;; told = true) {
        Instant now = world.clock().instant();
        look(now);
        if (!(world.gate().ask(call.endpoint(), call.work(),
            now) instanceof Passage.Closed(Gate gate, Admission.Refused refused))) {
          return;
        }
        if (!worthWaiting(gate, refused.retryAt())) {
          throw new CisternException(tooLate(refused, gate));
        }
        if (!told) {
          LOG.debug("event=remote-wait gate={} doing=\"{}\" until={}", gate, call.doing(), refused.retryAt());
        }
        call.patience().sawLife(); // waiting until the broker may be asked again is no standstill
        nap(now, refused.retryAt());
      }
    }

    /** What we slow down ourselves is waited for as long as there is time at all. */
    private boolean worthWaiting(Gate gate, Instant retryAt) {
      return switch (gate) {
        case HOME, ENDPOINT -> !call.deadline().passed(retryAt);
        case PACE -> call.patience().outlasts(retryAt);
      };
    }

    /** What was answered says more than the gate can; a question that was never sent has only the gate's word. */
    private Failure.Remote tooLate(Admission.Refused refused, Gate gate) {
      RemoteCode code = gate == Gate.ENDPOINT ? RemoteCode.REMOTE_BUSY : RemoteCode.REMOTE_RATE_LIMITED;
      Failure.Remote known = last.map(TryAgain::remote).orElseGet(() -> call.failure(code, refused.reason()));
      return new Failure.Remote(known.code(), known.path(), known.message(), Optional.of(refused.retryAt()));
    }

    private Reply<T> refused(Answer answer, Optional<BearerToken> token) throws IOException {
      Instant now = world.clock().instant();
      Optional<Instant> notBefore =
          answer.header("Retry-After").flatMap(text -> StatusMapper.notBefore(text, now));
      Refusal refusal;
      try {
        refusal = Refusal.of(answer.status(), body(answer, token), notBefore);
      } catch (IOException e) {
        Refusal.of(answer.status(), ErrorBody.UNKNOWN, notBefore).hold(world.gate(), call, now);
        throw e;
      }
      refusal.hold(world.gate(), call, now);
      answer.close();
      StatusMapper.Meaning meaning = refusal.meaning();
      if (meaning == StatusMapper.Meaning.NOT_AUTHORISED && token.isPresent() && renewed(token.get())) {
        return once();
      }
      if (meaning.again() && !settles.test(refusal)) {
        throw new TryAgain(refusal.failure(call));
      }
      return new Reply.Refused<>(refusal);
    }

    private boolean renewed(BearerToken refusedToken) {
      boolean first = !tokenRenewed;
      tokenRenewed = true;
      return first && !tokens.reread().equals(refusedToken);
    }

    /** A refusal whose body cannot be read is a refusal all the same, unless it was we who broke it off. */
    private ErrorBody body(Answer answer, Optional<BearerToken> token) throws IOException {
      try {
        ErrorBody said = codec.error(answer.body().readNBytes(LONGEST_REFUSAL));
        return new ErrorBody(said.code().map(text -> clean(text, token)),
            said.message().map(text -> clean(text, token)));
      } catch (Transport.DeadlinePassed | Transport.RemoteClosed e) {
        throw e;
      } catch (IOException e) {
        return ErrorBody.UNKNOWN;
      }
    }

    private Reply<T> troubled(IOException e, Optional<BearerToken> token) {
      boolean ours = e instanceof Transport.DeadlinePassed || e instanceof Transport.RemoteClosed;
      if (Thread.interrupted()) {
        interrupted = true;
        if (!ours && interrupts < MOST_INTERRUPTS) {
          // On a virtual thread an interrupt costs the connection; nothing was the broker's fault.
          interrupts++;
          return once();
        }
      }
      Troubles.Trouble trouble = Troubles.of(e, call);
      if (trouble.again() && trouble.failure() instanceof Failure.Remote remote) {
        throw new TryAgain(new Failure.Remote(
            remote.code(), remote.path(), clean(remote.message(), token), remote.notBefore()));
      }
      throw new CisternException(trouble.failure(), e);
    }

    private void waitUntil(Instant wake) {
      for (Instant now = world.clock().instant(); now.isBefore(wake); now = world.clock().instant()) {
        look(now);
        nap(now, wake);
      }
    }

    private void look(Instant now) {
      if (transport.isClosed()) {
        throw closed();
      }
      if (call.deadline().passed(now)) {
        throw last.map(TryAgain::failure).orElseGet(call::timedOut);
      }
    }

    private void nap(Instant now, Instant wake) {
      Instant glance = now.plus(Transport.GLANCE);
      world.pauses().until(glance.isBefore(wake) ? glance : wake);
    }

    private CisternException closed() {
      return new CisternException(Troubles.of(new Transport.RemoteClosed(), call).failure());
    }
  }

  private static String clean(String text, Optional<BearerToken> token) {
    return token.map(known -> known.removedFrom(text)).orElse(text);
  }
}
