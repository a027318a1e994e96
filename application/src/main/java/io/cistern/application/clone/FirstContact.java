package io.cistern.application.clone;

import io.cistern.application.port.RemoteWorkspace;
import io.cistern.application.port.RemoteWorkspace.Feed;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.time.Deadline;
import java.util.Optional;

/** Asks a remote before there is a mirror of it, so that a wrong address, workspace or token leaves nothing behind. */
public final class FirstContact {
  private final RemoteWorkspace remote;

  /** Keeps this. */
  public FirstContact(RemoteWorkspace remote) {
    this.remote = remote;
  }

  /**
   * Returns when the remote has answered as it answers to a token that it knows.
   *
   * @param part which part of the workspace is to be mirrored, {@code "/"} for all
   * @throws CisternException whatever the remote fails with
   */
  public void establish(String part, Deadline deadline) {
    switch (remote.tip(deadline)) {
      case Feed.At _ -> {}
      // No feed is what a broker also tells those whom it would refuse everything.
      case Feed.None _ -> remote.tree(part, 1, Optional.empty(), deadline);
    }
  }
}
