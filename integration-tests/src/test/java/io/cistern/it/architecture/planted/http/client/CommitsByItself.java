package io.cistern.it.architecture.planted.http.client;

import io.cistern.it.architecture.planted.application.commit.Commits;

/** Breaks A05: an adapter may ask whether the lock is held, and nothing else. */
final class CommitsByItself {
  boolean run() {
    return Commits.commit();
  }
}
