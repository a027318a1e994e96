package io.cistern.application.port;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the processes at one mirror leave for each other while they work: what they are at, and that a hydration pass is
 * wanted. Nothing here is durable, nothing is a reason to fail, and nothing of a dead process is believed, except that a
 * pass is wanted. Readers take no lock. Safe for use by many threads.
 */
public interface NoticeBoard {
  /** Wants a pass over what the eager rules name; stands until a pass takes it, whatever becomes of this process. */
  void wantPass();

  /** Whether a pass is wanted that has not begun. */
  boolean passIsWanted();

  /** Begins the wanted pass, by whoever holds the hydration lock; answers whether one was wanted. */
  boolean takeWanted();

  /** Says how far this process's pass is; others see it within about a second. */
  void tell(PassNotice notice);

  /** This process's pass has ended. */
  void passEnded();

  /** Says which opens of this process wait, oldest first; empty when none does. */
  void waiting(List<OpenNotice> opens);

  /** What the processes that live say now. */
  Notices read();

  /**
   * How far a pass is.
   *
   * @param done candidates that have their outcome
   * @param total candidates
   * @param bytes decoded bytes of what was hydrated
   */
  record PassNotice(Instant since, long done, long total, long bytes) {}

  /** An open that has no answer yet. */
  record OpenNotice(String path, Instant since) {}

  /**
   * A pass that runs.
   *
   * @param process the system's number
   */
  record RunningPass(long process, PassNotice notice) {}

  /**
   * The opens of one process.
   *
   * @param process the system's number
   * @param count how many wait
   */
  record WaitingOpens(long process, int count, OpenNotice oldest) {}

  /** What is said at one moment. */
  record Notices(Optional<RunningPass> pass, List<WaitingOpens> opens) {
    /** Nobody says anything. */
    public static final Notices NONE = new Notices(Optional.empty(), List.of());

    public Notices {
      opens = List.copyOf(opens);
    }

    /** How many opens wait, of all processes. */
    public long waiting() {
      return opens.stream().mapToLong(WaitingOpens::count).sum();
    }

    /** The one that waits longest. */
    public Optional<WaitingOpens> oldest() {
      return opens.stream().min((one, other) -> one.oldest().since().compareTo(other.oldest().since()));
    }
  }
}
