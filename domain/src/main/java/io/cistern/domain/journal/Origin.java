package io.cistern.domain.journal;

/** Which kind of work caused a record; shown by {@code log} and {@code explain}. */
public enum Origin {
  CLONE,
  HYDRATE,
  OPEN,
  REMOTE_UPDATE,
  LOCAL,
  VERIFY,
  ADD,
  REMOVE,
  MOVE,
  UNDO,
  DEHYDRATE,
  /** Content given back to stay within the disk quota. */
  EVICT,
  /** An embedding program's own change. */
  MUTATION
}
