package io.cistern.application.inspect;

import java.util.List;

/**
 * What to verify.
 *
 * @param names paths or directories from the mirror's root; empty means everything
 * @param recording whether what is found is written down; otherwise the mirror is only read
 */
public record VerifyRequest(List<String> names, boolean recording) {
  /** Everything, written down. */
  public static final VerifyRequest ALL = new VerifyRequest(List.of(), true);

  public VerifyRequest {
    names = List.copyOf(names);
  }
}
