/**
 * Puts local files into the mirror: {@link io.cistern.application.mutate.add.AddFiles} scans, reserves names in that
 * order, has files prepared side by side ({@link io.cistern.application.mutate.add.Preparation}, bounded by {@link
 * io.cistern.application.mutate.add.PreparationLine}), and commits them one after the other in scan order, each with its
 * own outcome. What was prepared is a hint; {@link io.cistern.application.mutate.add.AddChange} decides under the lock.
 */
@NullMarked
package io.cistern.application.mutate.add;

import org.jspecify.annotations.NullMarked;
