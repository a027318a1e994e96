package io.cistern.application.port;

import io.cistern.domain.probe.HomeName;
import io.cistern.domain.probe.ProbeOutcome;
import io.cistern.domain.probe.ProviderName;
import io.cistern.domain.time.Deadline;

/** Child processes that can ask what an account has left. Safe for use by many threads. */
public interface HelperProcesses {
  /**
   * Starts one for a home. It knows that home's credential as it is now, and no other's.
   *
   * @throws io.cistern.domain.failure.CisternException when no process can be started
   */
  Helper start(HomeName home);

  /** A running helper. {@link #ask} is for one thread at a time; the rest may be called by any. */
  interface Helper extends AutoCloseable {
    /**
     * Asks, and waits for the answer to this question. Every other end, the deadline included, is no answer, after
     * which the helper is not {@link #usable} any more; an answer that says that nothing can be learned leaves it so.
     */
    ProbeOutcome ask(ProviderName provider, Deadline deadline);

    /** Whether it lives and has kept to the protocol so far. */
    boolean usable();

    /** Ends the process and waits until it is gone; breaks off a question that is being asked. May be called twice. */
    @Override
    void close();
  }
}
