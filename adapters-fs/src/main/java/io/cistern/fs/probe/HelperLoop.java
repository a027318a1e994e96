package io.cistern.fs.probe;

import io.cistern.domain.probe.ProbeOutcome;
import io.cistern.domain.probe.ProviderName;
import io.cistern.fs.probe.HelperLines.Answer;
import io.cistern.fs.probe.HelperLines.Question;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * What runs in a helper: takes questions line by line and answers each, until its input ends. The end of input is heard
 * at once, a question that is being answered or not, because it is how a helper learns that its caller is gone. One use.
 */
public final class HelperLoop {
  /** A caller asks one question at a time; one that sends more is no caller of ours. */
  private static final int MOST_WAITING = 4;

  private final InputStream in;
  private final OutputStream out;
  private final Answering answering;
  private final BlockingQueue<Question> questions = new ArrayBlockingQueue<>(MOST_WAITING);

  /** Finds out what was asked for. Called by one thread. */
  @FunctionalInterface
  public interface Answering {
    /** A reason, where there is no answer, is one word. */
    ProbeOutcome answer(ProviderName provider);
  }

  public HelperLoop(InputStream in, OutputStream out, Answering answering) {
    this.in = in;
    this.out = out;
    this.answering = answering;
  }

  /** Returns at the end of input, or at a line that is no question; nothing is answered after that. */
  public void run() {
    Thread.ofPlatform().daemon().name("helper-questions").start(this::answerAll);
    LineSource lines = new LineSource(in, HelperLines.LONGEST);
    try {
      Optional<Question> question = lines.next().flatMap(HelperLines::question);
      while (question.isPresent() && questions.offer(question.get())) {
        question = lines.next().flatMap(HelperLines::question);
      }
    } catch (IOException _) {
      // Whoever asked is gone, or asks in a way that nobody understands: the same end.
    }
  }

  private void answerAll() {
    try {
      while (true) {
        Question question = questions.take();
        ProbeOutcome outcome = answering.answer(question.provider());
        out.write(HelperLines.write(new Answer(question.id(), outcome)).getBytes(StandardCharsets.UTF_8));
        out.flush();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
  }
}
