package io.cistern.cli.wiring;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.cistern.application.commit.Commits;
import io.cistern.application.concurrent.Lane;
import io.cistern.application.port.RemoteBudget;
import io.cistern.domain.budget.ToldWindow;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.probe.Reading;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks what an account has left while a long verb is at work, so that work nobody waits for slows down in time also where
 * others use the account, or the broker tells in no header what is left. Asks between two commits, no more often than
 * answers grow old, and not before the first such time is over, so that a short run costs no helper. The verb never waits
 * for an answer. Safe for use by many threads.
 */
final class AccountWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AccountWatch.class);

  private final Supplier<Account> opening;
  private final RemoteBudget budget;
  private final InstantSource clock;
  private final Duration every;
  private final Lane lane = new Lane("account", 1);

  @GuardedBy("this")
  private Instant due;

  @GuardedBy("this")
  private Optional<Account> account = Optional.empty();

  @GuardedBy("this")
  private boolean closed;

  /** Somebody who can be asked. */
  interface Account extends AutoCloseable {
    /** What is left, as the broker says now; empty when it does not say. */
    Optional<Reading> left();

    /** Ends a question that is being asked. */
    @Override
    void close();
  }

  /**
   * @param opening called on a thread of its own when there is something to ask for the first time
   * @param every how long an answer is good for
   */
  AccountWatch(Supplier<Account> opening, RemoteBudget budget, InstantSource clock, Duration every) {
    this.opening = opening;
    this.budget = budget;
    this.clock = clock;
    this.every = every;
    this.due = clock.instant().plus(every);
  }

  /** Between two commits; returns at once. */
  void turn() {
    if (Commits.heldHere()) {
      return;
    }
    synchronized (this) {
      Instant now = clock.instant();
      if (!closed && !now.isBefore(due) && lane.tryStart(this::ask)) {
        due = now.plus(every);
      }
    }
  }

  @Override
  public void close() {
    Optional<Account> opened;
    synchronized (this) {
      closed = true;
      opened = account;
    }
    opened.ifPresent(Account::close);
    lane.close();
  }

  /** Nothing that goes wrong here is the verb's. */
  private void ask() {
    try {
      Optional<Account> asked = opened();
      Optional<Reading> left = asked.flatMap(Account::left);
      Instant now = clock.instant();
      left.ifPresent(reading -> budget.learn(
          reading.windows().stream().flatMap(window -> ToldWindow.of(window, now).stream()).toList(), now));
    } catch (CisternException failed) {
      LOG.debug("event=account-not-asked why=\"{}\"", failed.getMessage());
    }
  }

  private synchronized Optional<Account> opened() {
    if (!closed && account.isEmpty()) {
      account = Optional.of(opening.get());
    }
    return closed ? Optional.empty() : account;
  }
}
