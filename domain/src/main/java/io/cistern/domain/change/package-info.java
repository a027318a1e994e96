/**
 * What a change made here does to a path: {@link io.cistern.domain.change.AddPolicy} decides on content that is added,
 * from what the manifest knows and what lies on disk; {@link io.cistern.domain.change.IgnoreRules} say what is not added,
 * and {@link io.cistern.domain.change.DatabaseUnit} what is added only together.
 */
@NullMarked
package io.cistern.domain.change;

import org.jspecify.annotations.NullMarked;
