package io.cistern.cli.wiring;

import io.cistern.application.port.AccountProbe;
import io.cistern.application.port.RemoteBudget;
import io.cistern.application.port.RemoteWorkspace;
import io.cistern.application.port.Spool;
import io.cistern.cli.settings.Settings;
import io.cistern.cli.settings.Surroundings;
import io.cistern.cli.settings.TokenOrigin;
import io.cistern.domain.budget.Passage;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.workspace.WorkspaceId;
import io.cistern.http.client.HttpAccountProbe;
import io.cistern.http.client.HttpRemote;
import io.cistern.http.client.RemoteOptions;
import io.cistern.http.client.TokenSource;
import io.cistern.http.client.WorkspaceAddress;
import java.util.function.Consumer;

/** Addresses and connections of brokers. */
public final class Remotes {
  private Remotes() {}

  /** Takes {@code http(s)://host[:port]/v1/workspaces/WORKSPACE}. */
  public static RemoteAccess access(String url, TokenOrigin token, boolean insecureHttp) {
    return access(WorkspaceAddress.parse(url), token, insecureHttp);
  }

  /** Takes broker and workspace apart. */
  public static RemoteAccess access(String baseUrl, String workspace, TokenOrigin token, boolean insecureHttp) {
    return access(address(baseUrl, workspace), token, insecureHttp);
  }

  /** The broker in a workspace's address, in the form in which a mirror keeps it. */
  public static String brokerOf(String url) {
    return WorkspaceAddress.parse(url).broker().toString();
  }

  /** The broker's address in the form in which a mirror keeps it. */
  public static String baseUrl(String text) {
    return address(text, "any").broker().toString();
  }

  private static RemoteAccess access(WorkspaceAddress address, TokenOrigin token, boolean insecureHttp) {
    return new RemoteAccess(address.broker().toString(), address.workspace(), token, insecureHttp);
  }

  private static WorkspaceAddress address(String baseUrl, String workspace) {
    WorkspaceId id = WorkspaceId.parse(workspace)
        .orElseThrow(() -> new CisternException(new Failure.Usage("\"" + workspace + "\" can be no workspace's name")));
    return WorkspaceAddress.of(baseUrl, id);
  }

  /** Whoever asks the broker what an account has left, as long as the account's budget lets it. Sends nothing yet. */
  static AccountProbe account(
      String baseUrl, TokenOrigin token, Settings settings, Surroundings surroundings, boolean insecureHttp) {
    RemoteOptions options = Network.options(settings, surroundings, insecureHttp);
    TokenSource tokens = TokenSources.of(token, baseUrl, surroundings);
    RemoteBudget budget = Budgets.of(baseUrl, token, surroundings);
    try {
      return new BudgetedProbe(
          HttpAccountProbe.of(
              baseUrl, tokens, options.withSurroundings(options.surroundings().withGate(budget))),
          budget, surroundings.clock());
    } catch (RuntimeException | Error failed) {
      budget.close();
      throw failed;
    }
  }

  /** @param waits told of each closed gate that a request meets, again and again for as long as it waits there */
  static Connection connect(
      RemoteAccess access, Spool spool, Settings settings, Surroundings surroundings, Consumer<Passage.Closed> waits) {
    RemoteOptions options = Network.options(settings, surroundings, access.insecureHttp());
    TokenSource tokens = TokenSources.of(access.token(), access.baseUrl(), surroundings);
    RemoteBudget budget = Budgets.of(access.baseUrl(), access.token(), surroundings);
    try {
      RemoteWorkspace remote = HttpRemote.connect(
          WorkspaceAddress.of(access.baseUrl(), access.workspace()), tokens, spool,
          options.withSurroundings(options.surroundings().withGate(new TellingBudget(budget, waits))));
      return new Connection(remote, budget);
    } catch (RuntimeException | Error failed) {
      budget.close();
      throw failed;
    }
  }
}
