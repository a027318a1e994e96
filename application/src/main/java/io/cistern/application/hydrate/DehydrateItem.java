package io.cistern.application.hydrate;

import io.cistern.domain.placeholder.DehydrationOutcome;
import io.cistern.domain.workspace.WorkspacePath;

/** One file whose content was to be given back, and what came of it. */
public record DehydrateItem(WorkspacePath path, DehydrationOutcome outcome) {}
