package io.cistern.domain.publish;

import io.cistern.domain.failure.Invariant;
import io.cistern.domain.workspace.WorkspacePath;

/** One name to be switched from what is expected to what it shall hold. */
public record Publication(WorkspacePath path, Expected expected, Target target) {
  public Publication {
    Invariant.check(
        !(target instanceof Target.Placeholder) || expected instanceof Expected.Absent,
        "a placeholder is created where nothing was");
    Invariant.check(
        !(target instanceof Target.Nothing) || !(expected instanceof Expected.Absent),
        "a removal expects something to remove");
    Invariant.check(
        !(target instanceof Target.Dehydrated(StagedContent placeholder))
            || (expected instanceof Expected.Content content && !content.hash().equals(placeholder.hash())),
        "what is dehydrated has content, and other content than a placeholder");
    Invariant.check(
        !(target instanceof Target.MovedFrom) || expected instanceof Expected.Absent,
        "a file is moved to where nothing was");
    Invariant.check(
        !(target instanceof Target.MovedTo) || expected instanceof Expected.Content, "content is what can be moved");
  }
}
