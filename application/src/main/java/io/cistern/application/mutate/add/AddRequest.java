package io.cistern.application.mutate.add;

import io.cistern.application.port.FilePreparer;
import io.cistern.domain.time.Deadline;
import java.util.List;

/**
 * What to add.
 *
 * @param roots in the order in which they are scanned
 * @param preparer converts files on their way
 * @param deadline when to stop between two files
 */
public record AddRequest(List<AddRoot> roots, FilePreparer preparer, Deadline deadline) {
  public AddRequest {
    roots = List.copyOf(roots);
  }

  /** Files as they are, without a deadline. */
  public static AddRequest of(List<AddRoot> roots) {
    return new AddRequest(roots, FilePreparer.IDENTITY, Deadline.NEVER);
  }
}
