package io.cistern.cli.wiring;

import io.cistern.application.port.RemoteWorkspace;
import io.cistern.application.port.Spool;
import io.cistern.cli.settings.Settings;
import io.cistern.cli.settings.Surroundings;
import io.cistern.cli.settings.TokenOrigin;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.workspace.WorkspaceId;
import io.cistern.http.client.HttpRemote;
import io.cistern.http.client.WorkspaceAddress;
import java.net.URI;
import java.net.URISyntaxException;

/** Addresses and connections of brokers. */
public final class Remotes {
  private Remotes() {}

  /** Takes {@code http(s)://host[:port]/v1/workspaces/WORKSPACE}. */
  public static RemoteAccess access(String url, TokenOrigin token, boolean insecureHttp) {
    return new RemoteAccess(WorkspaceAddress.parse(uri(url)), token, insecureHttp);
  }

  /** Takes broker and workspace apart. */
  public static RemoteAccess access(String baseUrl, String workspace, TokenOrigin token, boolean insecureHttp) {
    WorkspaceId id = WorkspaceId.parse(workspace)
        .orElseThrow(() -> new CisternException(new Failure.Usage("\"" + workspace + "\" names no workspace")));
    return new RemoteAccess(new WorkspaceAddress(uri(baseUrl), id), token, insecureHttp);
  }

  /** The broker's address in the form in which a mirror keeps it. */
  public static String baseUrl(String text) {
    return new WorkspaceAddress(uri(text), new WorkspaceId("any")).broker().toString();
  }

  static RemoteWorkspace connect(RemoteAccess access, Spool spool, Settings settings, Surroundings surroundings) {
    return HttpRemote.connect(
        access.address(),
        TokenSources.of(access.token(), surroundings),
        spool,
        Network.options(settings, surroundings, access.insecureHttp()));
  }

  private static URI uri(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException _) {
      // The address may hold a password, so neither it nor the cause, which repeats it, is shown.
      throw new CisternException(new Failure.Usage("the broker's address is no URL"));
    }
  }
}
