package io.cistern.application.fetch;

import io.cistern.domain.failure.Failure;
import io.cistern.domain.manifest.Memo;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.publish.StagedContent;
import java.util.Optional;

/** How preparing one path ended; nothing is committed yet. */
public sealed interface Fetched {
  /** The entry the fetch was for. */
  PathEntry wanted();

  /**
   * The bytes are staged and checked.
   *
   * @param after the entry once they are published
   */
  record Ready(PathEntry wanted, PathEntry after, StagedContent staged) implements Fetched {}

  /** The placeholder's name holds a person's bytes. */
  record Edited(PathEntry wanted, Memo memo) implements Fetched {}

  /**
   * Nothing is to be fetched.
   *
   * @param why for people
   */
  record Skipped(PathEntry wanted, String why) implements Fetched {}

  /**
   * The bytes could not be had.
   *
   * @param lasting what the entry shall remember, where trying again will not help by itself
   */
  record NotHere(PathEntry wanted, Failure failure, Optional<String> lasting) implements Fetched {}
}
