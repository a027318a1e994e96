package io.cistern.application.port;

import io.cistern.domain.journal.Sequence;
import io.cistern.domain.publish.StagedContent;
import io.cistern.domain.time.Patience;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * This process's own place for content that has no name yet. Needs no lock: nobody else looks into it while the
 * process lives. Safe for use by many threads.
 */
public interface Staging extends AutoCloseable {
  /**
   * Reads the body to its end into a new file, hashing on the way. The caller closes the body.
   *
   * @param modified the file's final mtime
   * @throws io.cistern.domain.failure.CisternException when the patience runs out, which is looked at after
   *     each chunk, the disk is full, or the body fails; nothing is left then
   */
  StagedContent stage(InputStream body, Instant modified, Patience patience);

  /**
   * Gives a displaced file a second name here, and hashes it; trash keeps its own. Empty when it is no longer in trash.
   *
   * @param at the group that displaced it
   * @param index the publication's place among the switches of its group
   * @throws io.cistern.domain.failure.CisternException {@code LocalIo} while some program has it open for writing
   */
  Optional<StagedContent> recall(Sequence at, int index);

  /** Makes these durable, names and bytes, before any record vouches for them (invariant I4). */
  void force(List<StagedContent> contents);

  /** Whether every one of these is still there under its name (step 3 of the commit). */
  boolean present(List<StagedContent> contents);

  /** Opens what was staged, also by another process, for a path whose publication is not yet retired. */
  InputStream open(String stagedName);

  /** Throws these away; what is gone already is fine. */
  void discard(List<StagedContent> contents);

  /**
   * Removes what dead processes left; never what a live one prepares. Only after everything committed is retired.
   *
   * @return how many files were removed
   */
  int reap(HeldLock held);

  /** Gives this process's place up. */
  @Override
  void close();
}
