package io.cistern.domain.bootstrap;

/**
 * Why a bootstrap gave up; stays until the limit is raised or somebody asks for another try.
 *
 * @param limit the limit it met: cycles, or directories
 * @param place the path it was at
 * @param cause one line for people
 * @param attempts cycles that ended where they began
 */
public record Stall(Kind kind, int limit, String place, String cause, int attempts) {
  /** Which limit it is. */
  public enum Kind {
    /** Cycle after cycle ended where it began. */
    STANDING,
    /** The remote tree has more directories than allowed. */
    TOO_LARGE
  }
}
