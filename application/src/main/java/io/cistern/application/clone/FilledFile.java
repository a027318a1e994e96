package io.cistern.application.clone;

import io.cistern.domain.workspace.WorkspacePath;

/**
 * A file whose content came with the names.
 *
 * @param bytes decoded
 */
public record FilledFile(WorkspacePath path, long bytes) {}
