package io.cistern.it.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.Mirror;
import io.cistern.application.MirrorSettings;
import io.cistern.application.mutate.group.MutationResult;
import io.cistern.application.testing.FakeRemote;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.workspace.WorkspaceId;
import io.cistern.domain.workspace.WorkspacePath;
import io.cistern.fs.mirror.FileMirror;
import io.cistern.fs.mirror.MirrorHost;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MutationExampleIT {
  @TempDir
  Path directory;

  @Test
  void threeFilesChangeInOneCommit() throws IOException {
    FakeRemote remote = new FakeRemote();
    remote.put("/draft.md", "");
    remote.put("/version", "1.0");
    WorkspaceId workspace = WorkspaceId.parse("ws").orElseThrow();
    try (FileMirror files = FileMirror.create(
        directory, "http://127.0.0.1:1", workspace, "/", MirrorHost.system("mutation example"));
        Mirror mirror = new Mirror(files.parts(), remote, MirrorSettings.DEFAULTS)) {
      mirror.pullNames();
      long before = files.parts().manifest().at().number();

      MutationResult result = MutationExample.publishRelease(
          mirror, path("/docs/notes.md"), path("/version"), path("/draft.md"), "# 2.0");

      assertThat(result).isInstanceOfSatisfying(MutationResult.Committed.class, committed -> {
        assertThat(committed.at().number()).isEqualTo(before + 1);
        assertThat(committed.paths()).hasSize(3);
      });
      assertThat(directory.resolve("docs/notes.md")).hasContent("# 2.0");
      assertThat(directory.resolve("version")).hasContent("2.0");
      assertThat(directory.resolve("draft.md")).doesNotExist();
      assertThat(mirror.status().paths().of(PathState.REMOVED)).isEqualTo(1);
    }
  }

  private static WorkspacePath path(String name) {
    return WorkspacePath.parse(name).orElseThrow();
  }
}
