package io.cistern.application.commit;

import java.util.List;

/**
 * What catching up had to do.
 *
 * @param rolledForward groups that a process had committed and not published
 * @param rolledBack staged files that a dead process had not committed, removed
 * @param evidence where torn ends of the log were kept
 */
public record Recovery(int rolledForward, int rolledBack, List<String> evidence) {
  /** Nothing was left over. */
  public static final Recovery NONE = new Recovery(0, 0, List.of());

  public Recovery {
    evidence = List.copyOf(evidence);
  }

  public boolean nothing() {
    return rolledForward == 0 && rolledBack == 0 && evidence.isEmpty();
  }
}
