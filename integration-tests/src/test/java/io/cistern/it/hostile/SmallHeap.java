package io.cistern.it.hostile;

import io.cistern.application.Mirror;
import io.cistern.application.MirrorSettings;
import io.cistern.application.hydrate.HydrateReport;
import io.cistern.application.port.RemoteWorkspace;
import io.cistern.domain.placeholder.Selection;
import io.cistern.domain.workspace.WorkspaceId;
import io.cistern.fs.mirror.FileMirror;
import io.cistern.fs.mirror.MirrorHost;
import io.cistern.http.client.BearerToken;
import io.cistern.http.client.HttpRemote;
import io.cistern.http.client.TokenSource;
import java.net.URI;
import java.nio.file.Path;

/** A program of its own that mirrors a workspace and hydrates all of it, to be started with little memory. */
final class SmallHeap {
  private SmallHeap() {}

  /** Takes the workspace's address and the mirror's directory. */
  public static void main(String[] arguments) {
    URI workspace = URI.create(arguments[0]);
    WorkspaceId id = WorkspaceId.parse("ws_test").orElseThrow();
    TokenSource token = TokenSource.fixed(BearerToken.parse(GuardedMirror.TOKEN).orElseThrow());
    MirrorHost host = MirrorHost.system("small heap");
    try (FileMirror files = FileMirror.create(Path.of(arguments[1]), workspace.resolve("/").toString(), id, "/", host);
        RemoteWorkspace remote = HttpRemote.connect(workspace, token, files.parts().spool());
        Mirror mirror = new Mirror(files.parts(), remote, MirrorSettings.DEFAULTS)) {
      mirror.pullNames();
      HydrateReport report = mirror.hydrate(new Selection.Everything(), item -> {});
      System.out.println("hydrated " + report.hydrated() + ", failed " + report.failed());
    }
  }
}
