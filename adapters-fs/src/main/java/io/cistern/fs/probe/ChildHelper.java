package io.cistern.fs.probe;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.cistern.application.port.HelperProcesses;
import io.cistern.domain.probe.ProbeOutcome;
import io.cistern.domain.probe.ProviderName;
import io.cistern.domain.time.Deadline;
import io.cistern.fs.probe.HelperLines.Answer;
import io.cistern.fs.probe.HelperLines.Question;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A helper process at the other end of its own pipes. Each question has a number drawn for it, which its answer has to
 * repeat; a line that is anything but the one answer to the one question that was asked, or comes when none was, makes
 * the helper unusable for good, and answers nothing. Safe for use by many threads, one question at a time.
 */
final class ChildHelper implements HelperProcesses.Helper {
  private static final Logger LOG = LoggerFactory.getLogger(ChildHelper.class);
  private static final int ID_BYTES = 16;

  private final ChildProcess child;
  private final InstantSource clock;
  private final Murmur murmur;
  private final SecureRandom ids = new SecureRandom();

  @GuardedBy("this")
  private Optional<Waiting> waiting = Optional.empty();

  @GuardedBy("this")
  private boolean broken;

  private ChildHelper(ChildProcess child, InstantSource clock) {
    this.child = child;
    this.clock = clock;
    this.murmur = new Murmur(child.process().getErrorStream());
  }

  /** Starts the program; its pipes are read by two threads that end with it. */
  static ChildHelper start(HelperProgram program, InstantSource clock) throws IOException {
    ChildHelper helper = new ChildHelper(ChildProcess.start(program), clock);
    Thread.ofPlatform().daemon().name("helper-answers").start(helper::listen);
    Thread.ofPlatform().daemon().name("helper-errors").start(helper.murmur);
    return helper;
  }

  private record Waiting(String id, CompletableFuture<ProbeOutcome> outcome) {}

  @Override
  public ProbeOutcome ask(ProviderName provider, Deadline deadline) {
    byte[] drawn = new byte[ID_BYTES];
    ids.nextBytes(drawn);
    Waiting mine = new Waiting(HexFormat.of().formatHex(drawn), new CompletableFuture<>());
    synchronized (this) {
      if (broken || waiting.isPresent()) {
        return new ProbeOutcome.NoAnswer("the helper has ended");
      }
      waiting = Optional.of(mine);
    }
    try {
      // A question fits into the pipe, and there is never a second one in it: this does not block.
      child.process().getOutputStream()
          .write(HelperLines.write(new Question(mine.id(), provider)).getBytes(StandardCharsets.UTF_8));
      child.process().getOutputStream().flush();
    } catch (IOException _) {
      breakWith("the helper has ended");
    }
    return await(mine, deadline);
  }

  @Override
  public synchronized boolean usable() {
    return !broken && child.alive();
  }

  @Override
  public void close() {
    breakWith("the helper was told to end");
    child.close();
    LOG.debug("event=helper-ended process={} said=\"{}\"", child.process().pid(), murmur.redacted());
  }

  private ProbeOutcome await(Waiting mine, Deadline deadline) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          long left = TimeUnit.NANOSECONDS.convert(deadline.left(clock.instant()));
          return mine.outcome().get(left, TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
          interrupted = true;
        }
      }
    } catch (TimeoutException _) {
      breakWith("no answer in time");
      child.kill();
      return mine.outcome().getNow(new ProbeOutcome.NoAnswer("no answer in time"));
    } catch (ExecutionException impossible) {
      throw new IllegalStateException("an outcome is never an exception", impossible);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Until the first line that should not have come, or the end. */
  private void listen() {
    LineSource lines = new LineSource(child.process().getInputStream(), HelperLines.LONGEST);
    try {
      Optional<String> line = lines.next();
      while (line.isPresent() && take(line.get())) {
        line = lines.next();
      }
      breakWith(line.isPresent() ? "the helper did not keep to the protocol" : "the helper has ended");
    } catch (IOException _) {
      breakWith("the helper did not keep to the protocol");
    } finally {
      child.kill(); // nobody listens to it any more
    }
  }

  /** Whether it was the answer that is waited for. */
  private boolean take(String line) {
    Optional<Answer> answer = HelperLines.answer(line, clock.instant());
    Waiting answered;
    synchronized (this) {
      if (answer.isEmpty() || waiting.filter(mine -> mine.id().equals(answer.get().id())).isEmpty()) {
        return false;
      }
      answered = waiting.get();
      waiting = Optional.empty();
    }
    answered.outcome().complete(answer.get().outcome());
    return true;
  }

  private void breakWith(String why) {
    Optional<Waiting> left;
    synchronized (this) {
      broken = true;
      left = waiting;
      waiting = Optional.empty();
    }
    left.ifPresent(asked -> asked.outcome().complete(new ProbeOutcome.NoAnswer(why)));
  }
}
