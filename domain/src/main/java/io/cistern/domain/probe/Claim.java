package io.cistern.domain.probe;

import java.util.Optional;

/** What a caller who wants to ask a home gets from the pool. */
public sealed interface Claim {
  /**
   * A warm helper, which is the caller's from now on.
   *
   * @param start whether its process has to be started first
   */
  record Warm(HelperId id, boolean start) implements Claim {}

  /** All helpers of the home are busy: the caller starts one for this question alone. */
  record Once(HelperId id) implements Claim {}

  /**
   * There are as many processes as there may be; ask again when one has ended.
   *
   * @param toEnd an idle helper of another home that is in the way, and has to be ended now
   */
  record Full(Optional<HelperId> toEnd) implements Claim {}
}
