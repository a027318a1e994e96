package io.cistern.application.hydrate;

import io.cistern.domain.placeholder.HydrationOutcome;
import io.cistern.domain.workspace.WorkspacePath;

/** One candidate of a pass and what came of it. */
public record HydrateItem(WorkspacePath path, HydrationOutcome outcome) {}
