package io.cistern.application.port;

import io.cistern.domain.workspace.Folding;
import io.cistern.domain.workspace.WorkspaceId;

/**
 * Which mirror this is; written once by {@code clone}.
 *
 * @param id random, never shared by two mirrors that were cloned; a copied mirror keeps it
 * @param baseUrl the broker's scheme, host and port
 * @param root the part of the workspace that is mirrored, {@code "/"} for all
 * @param folding which names this file system takes for one
 */
public record MirrorIdentity(String id, String baseUrl, WorkspaceId workspace, String root, Folding folding) {}
