package io.cistern.it.architecture.planted.http.client;

import io.cistern.it.architecture.planted.application.commit.Commits;

/** Innocent: the one thing an adapter may ask of Commits. */
final class AsksWhetherTheLockIsHeld {
  boolean ask() {
    return Commits.heldHere();
  }
}
