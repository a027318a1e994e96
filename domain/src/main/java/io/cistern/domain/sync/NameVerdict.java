package io.cistern.domain.sync;

import io.cistern.domain.workspace.WorkspacePath;
import java.util.Optional;

/** Whether a remote name can be held here. */
public sealed interface NameVerdict {
  /**
   * It can.
   *
   * @param displaces a file that has the name of a directory on the way; the directory keeps the name
   */
  record Fits(WorkspacePath path, Optional<String> displaces) implements NameVerdict {}

  /**
   * It cannot, and is set aside.
   *
   * @param key under which the manifest remembers it
   * @param reason for people
   */
  record Unfit(String key, String reason) implements NameVerdict {}
}
