/**
 * The error model: a {@link io.cistern.domain.failure.Failure} is bad news that is nobody's bug, an
 * {@link io.cistern.domain.failure.InvariantViolated} is a bug. Outcomes a caller must choose on are sealed types of
 * their own and live beside their port or use case.
 */
@NullMarked
package io.cistern.domain.failure;

import org.jspecify.annotations.NullMarked;
