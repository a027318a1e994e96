package io.cistern.application.fetch;

import io.cistern.application.port.RemoteWorkspace.Lane;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.quota.Admission;

/**
 * Whether there is room here for a file's content. Whoever is about to fetch a placeholder asks first, before the request
 * and without the mirror lock, and gives the room back once. Safe for use by many threads.
 */
public interface Room {
  /** Room for everything. */
  Room ENDLESS = new Room() {
    @Override
    public Admission enter(PathEntry wanted, Lane lane) {
      return new Admission.Allowed();
    }

    @Override
    public Admission grow(PathEntry wanted, long bytes) {
      return new Admission.Allowed();
    }

    @Override
    public void leave(PathEntry wanted) {}
  };

  /**
   * Sets room aside for a content of the listed size. Where this allows it, {@link #leave} ends it.
   *
   * @param lane for whom; a person who waits may have room made that background work may not
   * @throws io.cistern.domain.failure.CisternException when the mirror is in use or damaged
   */
  Admission enter(PathEntry wanted, Lane lane);

  /**
   * The content turns out to be larger than listed: sets room aside for so much in all, before these bytes are kept.
   *
   * @param bytes more than the listed size, more with each call
   */
  Admission grow(PathEntry wanted, long bytes);

  /**
   * Gives back what was set aside: the content is committed, and counts by itself from now on, or it never will be. Never
   * throws; a second call does nothing.
   */
  void leave(PathEntry wanted);
}
