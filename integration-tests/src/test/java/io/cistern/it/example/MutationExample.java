package io.cistern.it.example;

import io.cistern.application.Mirror;
import io.cistern.application.mutate.group.Mutation;
import io.cistern.application.mutate.group.MutationResult;
import io.cistern.domain.workspace.WorkspacePath;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Changes three files of a mirror in one commit. */
final class MutationExample {
  private MutationExample() {}

  static MutationResult publishRelease(
      Mirror mirror, WorkspacePath notes, WorkspacePath version, WorkspacePath draft, String text) throws IOException {
    try (Mutation mutation = mirror.mutate(notes, version, draft)) {
      try (OutputStream out = mutation.write(notes)) {
        out.write(text.getBytes(StandardCharsets.UTF_8));
      }
      try (OutputStream out = mutation.write(version)) {
        out.write("2.0".getBytes(StandardCharsets.UTF_8));
      }
      mutation.remove(draft);
      return mutation.commit();
    }
  }
}
