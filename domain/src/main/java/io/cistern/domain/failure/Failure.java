package io.cistern.domain.failure;

import java.time.Instant;
import java.util.Optional;

/**
 * An operation cannot go on, and it is nobody's bug. Each says what was being done and to what; none holds a secret.
 *
 * <p>The command line maps every case to a code and an exit status, so the family is closed.
 */
public sealed interface Failure {
  /** One line for people: what was being done, to what, and why it stopped. */
  String message();

  /** Wrong usage: an argument or option that cannot be honoured. */
  record Usage(String message) implements Failure {}

  /** A setting that cannot be honoured. */
  record Config(String message) implements Failure {}

  /** An address that names no workspace, or one that a token may not be sent to. */
  record BadAddress(String message) implements Failure {}

  /** No token can be had from where it is to come. */
  record NoToken(String message) implements Failure {}

  /** No mirror at or above this place. */
  record NoMirror(String message) implements Failure {}

  /** Another process holds the mirror; the message names process, command and since when. */
  record MirrorInUse(String message) implements Failure {}

  /** Durable records of the mirror do not read back; nothing was changed. */
  record MirrorDamaged(String message) implements Failure {}

  /** A force failed earlier in this process, so it writes no more (invariant I12). */
  record MirrorTainted(String message) implements Failure {}

  /** A control directory that belongs to another user. */
  record ForeignOwner(String message) implements Failure {}

  /** The mirror's root is missing, or is not the directory it was. */
  record RootReplaced(String message) implements Failure {}

  /** A removal of so many paths that a person has to confirm it. */
  record RefusedMassRemoval(String message) implements Failure {}

  /** The local disk is full. */
  record LocalDiskFull(String message) implements Failure {}

  /** A bound of ours was reached. */
  record QuotaReached(String message) implements Failure {}

  /** A bootstrap that stopped moving, with path, cause and attempts. */
  record BootstrapStalled(String message) implements Failure {}

  /** A remote tree that expands beyond a bound. */
  record BootstrapTooLarge(String message) implements Failure {}

  /**
   * A local file operation failed.
   *
   * @param path what it was done to, relative to the mirror or as the user named it
   */
  record LocalIo(String path, String message) implements Failure {}

  /**
   * The broker refused or could not be understood.
   *
   * @param code why, in the vocabulary of the command line
   * @param path the workspace path asked for, where there was one
   * @param notBefore when asking again makes sense, where the broker said so
   */
  record Remote(RemoteCode code, Optional<String> path, String message, Optional<Instant> notBefore)
      implements Failure {}

  /**
   * A file that is deliberately not fetched.
   *
   * @param guard what keeps it away
   */
  record Guarded(Guard guard, String path, String message) implements Failure {}

  /** Why a file is deliberately not fetched. */
  enum Guard {
    /** Larger than the largest file that is fetched at all. */
    TOO_LARGE,
    /** No text, where only text is fetched unasked. */
    BINARY,
    /** This file system cannot hold the name. */
    UNMAPPABLE
  }

  /** The overall deadline passed; the state is safe. */
  record TimedOut(String message) implements Failure {}

  /** Stopped on request between two steps; the state is safe. */
  record Interrupted(String message) implements Failure {}

  /** Why the broker's answer is no answer. */
  enum RemoteCode {
    /** No such file. */
    REMOTE_NOT_FOUND(false),
    /** 429 {@code rate_limited}, or without a code. */
    REMOTE_RATE_LIMITED(true),
    /** 429 {@code workspace_busy} or {@code queue_full}, or an overloaded 5xx. */
    REMOTE_BUSY(true),
    /** No byte within the deadline. */
    REMOTE_TIMEOUT(true),
    /** Not reachable, or a 5xx. */
    REMOTE_UNAVAILABLE(true),
    /** An answer that does not follow the contract, or exceeds a limit. */
    REMOTE_BROKEN_ANSWER(true),
    /** Bytes that do not have the announced hash. */
    HASH_MISMATCH(true),
    /** 401. */
    NOT_AUTHORISED(false),
    /** 403. */
    FORBIDDEN(false),
    /** The workspace exists no more. */
    WORKSPACE_GONE(false);

    private final boolean retryable;

    RemoteCode(boolean retryable) {
      this.retryable = retryable;
    }

    /** Whether the same request may succeed later. */
    public boolean retryable() {
      return retryable;
    }
  }
}
