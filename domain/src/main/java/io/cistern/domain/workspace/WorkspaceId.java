package io.cistern.domain.workspace;

import java.util.Optional;

/** The id of a workspace: one decoded path segment of the broker's URL (contract 1). */
public record WorkspaceId(String value) {
  /** Takes an id from a URL or a setting; empty when it is blank, over 256 characters, or holds a slash or a control character. */
  public static Optional<WorkspaceId> parse(String text) {
    boolean plain = text.chars().noneMatch(c -> c == '/' || Character.isISOControl(c));
    boolean usable = plain && !text.isBlank() && text.length() <= 256 && !text.equals(".") && !text.equals("..");
    return usable ? Optional.of(new WorkspaceId(text)) : Optional.empty();
  }

  @Override
  public String toString() {
    return value;
  }
}
