package io.cistern.application.port;

import io.cistern.domain.journal.Sequence;
import io.cistern.domain.publish.StagedContent;
import io.cistern.domain.time.Patience;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

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
  default StagedContent stage(InputStream body, Instant modified, Patience patience) {
    return stage(body, modified, OptionalInt.empty(), patience);
  }

  /**
   * Like {@link #stage(InputStream, Instant, Patience)}, for content that has a mode of its own.
   *
   * @param mode permission bits wished for; never more than the mirror's root allows, and its owner may always read and
   *     write
   */
  StagedContent stage(InputStream body, Instant modified, OptionalInt mode, Patience patience);

  /**
   * Makes a new file of a placeholder's form; for a name whose content is given back.
   *
   * @param modified the file's final mtime
   */
  StagedContent placeholder(Instant modified);

  /**
   * Says how many bytes of content this process has set aside of the disk's budget; they count for as long as it lives.
   * More than before only under the mirror lock, less at any time. Not durable, and needs no space.
   */
  void setAside(long bytes);

  /** What other living processes have set aside. Removes what dead ones had staged and what they had set aside. */
  long setAsideByOthers(HeldLock held);

  /**
   * Gives a displaced file a second name here, and hashes it; trash keeps its own. Empty when it is no longer in trash.
   *
   * @param at the group that displaced it
   * @param index the publication's place among the switches of its group
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
