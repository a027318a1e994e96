package io.cistern.cli.wiring;

import io.cistern.cli.settings.TokenOrigin;
import io.cistern.domain.workspace.WorkspaceId;

/**
 * The broker that a run may talk to.
 *
 * @param baseUrl the broker, in the form in which a mirror keeps it
 * @param insecureHttp whether the token may travel over plain http beyond this machine
 */
public record RemoteAccess(String baseUrl, WorkspaceId workspace, TokenOrigin token, boolean insecureHttp) {}
