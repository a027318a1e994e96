package io.cistern.http.client;

import io.cistern.domain.time.Deadline;
import io.cistern.domain.time.Patience;
import java.io.IOException;
import java.util.Optional;

/**
 * The patience of a person who opens a file: it is for the head of the answer, because a large file that arrives is worth
 * waiting for. While the body comes only a deadline that has moved nearer counts, which is how a request is called off.
 * Safe for use by many threads.
 */
final class UntilAnswered implements Patience {
  private final Patience asked;
  private volatile Optional<Deadline> answered = Optional.empty();

  UntilAnswered(Patience asked) {
    this.asked = asked;
  }

  /** Makes something of an answer whose head is there. */
  interface Reading<T> {
    T read() throws IOException;
  }

  /** Reads the answer at leisure; when that fails there is no answer yet, and another try has to keep to the deadline. */
  <T> T answered(Reading<T> reading) throws IOException {
    answered = Optional.of(asked.deadline());
    boolean read = false;
    try {
      T result = reading.read();
      read = true;
      return result;
    } finally {
      if (!read) {
        answered = Optional.empty();
      }
    }
  }

  @Override
  public Deadline deadline() {
    Deadline now = asked.deadline();
    return answered.filter(then -> !now.at().isBefore(then.at())).isPresent() ? Deadline.NEVER : now;
  }
}
