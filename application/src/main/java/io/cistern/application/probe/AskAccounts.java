package io.cistern.application.probe;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.cistern.application.concurrent.Flights;
import io.cistern.application.concurrent.Lane;
import io.cistern.application.port.Credentials;
import io.cistern.application.port.SharedReadings;
import io.cistern.application.probe.AccountReading.How;
import io.cistern.application.probe.ReadingCache.Generation;
import io.cistern.domain.probe.Fingerprint;
import io.cistern.domain.probe.ProbeOutcome;
import io.cistern.domain.probe.ProbeTarget;
import io.cistern.domain.probe.Reading;
import io.cistern.domain.probe.ReadingKey;
import io.cistern.domain.probe.ReadingSource;
import io.cistern.domain.probe.ReadingStatus;
import io.cistern.domain.time.Deadline;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Asks what accounts have left: what is known and fresh is the answer, what is being asked is waited for, and only then
 * is a helper asked, by one process of this user at a time. Safe for use by many threads.
 *
 * <p>An answer that was asked for with a credential which is no longer the home's is neither kept nor shown: credential
 * and generation are looked at before the question and after the answer, and a difference asks again.
 */
public final class AskAccounts {
  /** A credential that changes more often than this while one question is asked is not being changed by a person. */
  private static final int MOST_CHANGES = 4;

  private final Credentials credentials;
  private final ProbePool pool;
  private final SharedReadings shared;
  private final ProbeSettings settings;
  private final InstantSource clock;
  private final ReadingCache cache;
  private final Flights<Question, Result> flights = new Flights<>();

  /** The credential that each target was last asked with, to notice that another process changed it. */
  @GuardedBy("this")
  private final Map<ProbeTarget, Fingerprint> lastSeen = new HashMap<>();

  public AskAccounts(
      Credentials credentials, ProbePool pool, SharedReadings shared, ProbeSettings settings, InstantSource clock) {
    this.credentials = credentials;
    this.pool = pool;
    this.shared = shared;
    this.settings = settings;
    this.clock = clock;
    this.cache = new ReadingCache(settings.freshness());
  }

  /** What two callers must have in common to share an answer. */
  private record Question(ReadingKey key, Generation generation) {}

  private record Result(ProbeOutcome outcome, How how) {}

  /** Asks about several at once; the answers stand in the order of the targets. */
  public List<AccountReading> ask(List<ProbeTarget> targets, Deadline within) {
    Map<ProbeTarget, AccountReading> answers = new ConcurrentHashMap<>();
    try (Lane lane = new Lane("quota", settings.pool().inAll())) {
      targets.forEach(target -> lane.start(() -> answers.put(target, ask(target, within))));
    }
    return targets.stream().map(target -> Optional.ofNullable(answers.get(target)).orElseThrow()).toList();
  }

  /** Asks about one target; never later than the deadline, and never longer than a probe may take. */
  public AccountReading ask(ProbeTarget target, Deadline within) {
    Deadline deadline = Deadline.after(clock.instant(), settings.timeout()).orEarlier(within);
    for (int change = 0; change < MOST_CHANGES; change++) {
      Optional<Fingerprint> credential = look(target);
      if (credential.isEmpty()) {
        return new AccountReading(
            target, Optional.of(Reading.without(ReadingStatus.NO_CREDENTIAL, ReadingSource.BROKER, clock.instant())),
            false, Optional.empty(), How.NOBODY);
      }
      Question question =
          new Question(new ReadingKey(target, credential.get()), cache.generation(target));
      Result result = answer(question, deadline);
      if (look(target).equals(credential) && cache.generation(target).equals(question.generation())) {
        return told(question.key(), result);
      }
    }
    return new AccountReading(
        target, Optional.empty(), true, Optional.of("the credential of " + target.home() + " keeps changing"),
        How.NOBODY);
  }

  /** What is known here or in another process, whatever its age; asks nobody and waits for nobody. */
  public AccountReading known(ProbeTarget target) {
    Instant now = clock.instant();
    Optional<ReadingKey> key = look(target).map(credential -> new ReadingKey(target, credential));
    Optional<Reading> newest = key.flatMap(known -> cache.known(known).filter(
        reading -> settings.freshness().isFresh(reading, now)).or(() -> sharedReading(known)).or(
            () -> cache.known(known)));
    boolean stale = newest.filter(reading -> settings.freshness().isFresh(reading, now)).isEmpty();
    return new AccountReading(target, newest, stale, Optional.empty(), How.CACHED);
  }

  /**
   * A target's credential has changed, or somebody wants it asked anew: its home's helpers and its own readings go, and
   * what is being asked now will be neither kept nor shown. Others keep theirs. Never waits for a helper.
   */
  public void invalidate(ProbeTarget target) {
    cache.drop(target, clock.instant());
    pool.invalidate(target.home());
    shared.drop(target);
  }

  private Result answer(Question question, Deadline deadline) {
    while (true) {
      Instant now = clock.instant();
      Optional<Reading> fresh = cache.fresh(question.key(), now);
      if (fresh.isPresent()) {
        return new Result(new ProbeOutcome.Answered(fresh.get()), How.CACHED);
      }
      if (deadline.passed(now)) {
        return nobody("no answer in time");
      }
      Optional<Flights.Flight<Question, Result>> mine = flights.begin(question);
      if (mine.isPresent()) {
        return fly(mine.get(), question, deadline);
      }
      Optional<Flights.Flight<Question, Result>> theirs = flights.underWay(question);
      if (theirs.isPresent()) {
        return theirs.get().await(deadline, now)
            .map(result -> new Result(result.outcome(), How.JOINED))
            .orElseGet(() -> nobody("no answer in time"));
      }
    }
  }

  private Result fly(Flights.Flight<Question, Result> flight, Question question, Deadline deadline) {
    try {
      // Between the look into the cache and the beginning of this flight another one may have landed.
      Result result = cache.fresh(question.key(), clock.instant())
          .map(reading -> new Result(new ProbeOutcome.Answered(reading), How.CACHED))
          .orElseGet(() -> askOnce(question, deadline));
      flight.land(result);
      return result;
    } catch (RuntimeException | Error failed) {
      flight.fail(failed);
      throw failed;
    }
  }

  private Result askOnce(Question question, Deadline deadline) {
    Optional<SharedReadings.Turn> turn = shared.turn(question.key().target(), deadline);
    if (turn.isEmpty()) {
      return nobody("another process was asking, and got no answer in time");
    }
    try (SharedReadings.Turn mine = turn.get()) {
      Optional<Reading> theirs = sharedReading(question.key())
          .filter(reading -> settings.freshness().isFresh(reading, clock.instant()))
          .filter(reading -> reading.fetchedAt().isAfter(question.generation().since()));
      Result result = theirs
          .map(reading -> new Result(new ProbeOutcome.Answered(reading), How.SHARED))
          .orElseGet(() -> askHelper(question, deadline));
      if (result.outcome() instanceof ProbeOutcome.Answered(Reading reading)) {
        keep(question, reading, result.how() == How.SHARED ? Optional.empty() : Optional.of(mine));
      }
      return result;
    }
  }

  private Result askHelper(Question question, Deadline deadline) {
    ProbeTarget target = question.key().target();
    Optional<ProbePool.Lease> lease = pool.lease(target.home(), deadline);
    if (lease.isEmpty()) {
      return nobody("all helpers were busy for too long");
    }
    try (ProbePool.Lease held = lease.get()) {
      return new Result(held.ask(target.provider(), deadline), held.once() ? How.COLD : How.WARM);
    }
  }

  /** Failures never come here, so that they displace nothing. */
  private void keep(Question question, Reading reading, Optional<SharedReadings.Turn> turn) {
    ReadingKey key = question.key();
    boolean same = look(key.target()).filter(key.credential()::equals).isPresent();
    if (same && cache.keep(key, reading, question.generation(), clock.instant())) {
      turn.ifPresent(mine -> mine.keep(key.credential(), reading));
    }
  }

  private AccountReading told(ReadingKey key, Result result) {
    return switch (result.outcome()) {
      case ProbeOutcome.Answered(Reading reading) ->
        new AccountReading(key.target(), Optional.of(reading), false, Optional.empty(), result.how());
      case ProbeOutcome.NoAnswer(String why) -> {
        Optional<Reading> old = cache.known(key).or(() -> sharedReading(key));
        boolean stale = old.filter(reading -> settings.freshness().isFresh(reading, clock.instant())).isEmpty();
        yield new AccountReading(key.target(), old, stale, Optional.of(why), result.how());
      }
    };
  }

  private Optional<Reading> sharedReading(ReadingKey key) {
    return shared.known(key.target(), key.credential());
  }

  /** The credential as it is now; that it is another one than before is a change like one that somebody told us of. */
  private Optional<Fingerprint> look(ProbeTarget target) {
    Optional<Fingerprint> now = credentials.fingerprint(target);
    boolean changed;
    synchronized (this) {
      Optional<Fingerprint> before = Optional.ofNullable(lastSeen.get(target));
      changed = before.isPresent() && !before.equals(now);
      if (now.isPresent()) {
        lastSeen.put(target, now.get());
      } else {
        lastSeen.remove(target);
      }
    }
    if (changed) {
      invalidate(target);
    }
    return now;
  }

  private static Result nobody(String why) {
    return new Result(new ProbeOutcome.NoAnswer(why), How.NOBODY);
  }
}
