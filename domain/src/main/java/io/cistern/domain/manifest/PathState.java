package io.cistern.domain.manifest;

/** What the manifest says of a path; the states of all paths always sum to their number. */
public enum PathState {
  /** The name is known, the content is not here. */
  PLACEHOLDER,
  /** The content is here and has the remote hash; a truly empty remote file is hydrated, too. */
  HYDRATED,
  /** A local change of a remote file that the remote has not accepted. */
  MODIFIED,
  /** A local file that the remote does not know. */
  ADDED,
  /** A local removal that the remote has not accepted. */
  REMOVED,
  /** Both sides changed, or something that is no regular file holds the name. */
  CONFLICT,
  /** A remote name that this file system cannot hold; nothing on disk stands for it. */
  QUARANTINED;

  /** Whether bytes of the person's own may lie under the name, so that nothing may take it from them. */
  public boolean holdsLocalBytes() {
    return this == MODIFIED || this == ADDED || this == CONFLICT;
  }
}
