package io.cistern.it.example;

import io.cistern.application.Mirror;
import io.cistern.application.MirrorSettings;
import io.cistern.application.port.RemoteWorkspace;
import io.cistern.domain.placeholder.Selection;
import io.cistern.domain.workspace.WorkspaceId;
import io.cistern.domain.workspace.WorkspacePath;
import io.cistern.fs.mirror.FileMirror;
import io.cistern.fs.mirror.MirrorHost;
import io.cistern.http.client.HttpRemote;
import io.cistern.http.client.TokenSource;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Mirrors a workspace into a directory and reads one of its files. */
final class EmbeddingExample {
  private EmbeddingExample() {}

  static String firstLines(URI broker, WorkspaceId workspace, Path token, Path directory) throws IOException {
    URI address = broker.resolve("/v1/workspaces/" + workspace);
    MirrorHost host = MirrorHost.system("embedding example");
    try (FileMirror files = FileMirror.create(directory, broker.toString(), workspace, "/", host);
        RemoteWorkspace remote = HttpRemote.connect(address, TokenSource.file(token), files.parts().spool());
        Mirror mirror = new Mirror(files.parts(), remote, MirrorSettings.DEFAULTS)) {
      mirror.pullNames();
      mirror.hydrate(new Selection.Named(List.of("*.md")), item -> {});
      try (InputStream plan = mirror.read(WorkspacePath.parse("/docs/plan.txt").orElseThrow())) {
        return new String(plan.readAllBytes(), StandardCharsets.UTF_8);
      }
    }
  }
}
