package io.cistern.application.mutate.add;

import io.cistern.domain.change.OnDisk;
import io.cistern.domain.workspace.WorkspacePath;

/**
 * A file beside a database's target name that the unit does not bring along.
 *
 * @param database the target it lies beside
 * @param there what was seen of it
 */
record Companion(WorkspacePath database, WorkspacePath path, OnDisk there) {}
