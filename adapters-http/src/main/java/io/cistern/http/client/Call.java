package io.cistern.http.client;

import io.cistern.application.port.RemoteWorkspace.Lane;
import io.cistern.domain.budget.Work;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.time.Deadline;
import io.cistern.domain.time.Patience;
import java.net.URI;
import java.util.Optional;

/**
 * One question to the broker, whatever becomes of it.
 *
 * @param endpoint workspace and route, the key of a hold; outside workspaces the route alone
 * @param doing what it is for, for people: {@code reading /a.txt}
 * @param path the workspace path asked for, where there is one
 * @param compressible whether the answer may come compressed; bodies of files never should, so that the bound on
 *     expansion can meet nothing but malice
 * @param authorised whether the token goes along
 * @param patience asked whenever somebody looks at the time
 */
record Call(
    String endpoint, String doing, Optional<String> path, URI uri, Lane lane, boolean compressible, boolean authorised,
    Patience patience) {
  /** What it is to the home's budget; what is asked outside workspaces is counted for nobody. */
  Work work() {
    return endpoint.contains("/")
        ? switch (lane) {
          case ON_DEMAND -> Work.ON_DEMAND;
          case EAGER -> Work.BACKGROUND;
        }
        : Work.UNCOUNTED;
  }

  /** As it is now. */
  Deadline deadline() {
    return patience.deadline();
  }

  /** Scheme, host and port asked, for people. */
  String origin() {
    return uri.getScheme() + "://" + uri.getRawAuthority();
  }

  CisternException timedOut() {
    return failed(Failure.RemoteCode.REMOTE_TIMEOUT, "no complete answer before the deadline");
  }

  CisternException failed(Failure.RemoteCode code, String why) {
    return new CisternException(failure(code, why));
  }

  Failure.Remote failure(Failure.RemoteCode code, String why) {
    return new Failure.Remote(code, path, doing + ": " + why, Optional.empty());
  }
}
