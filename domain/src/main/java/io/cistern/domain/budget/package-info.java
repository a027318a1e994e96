/**
 * How much may be asked of a broker, seen from both ends: {@link io.cistern.domain.budget.LimitSpec} and {@link
 * io.cistern.domain.budget.Allowance} are the broker's bounds and what is left of them.
 */
@NullMarked
package io.cistern.domain.budget;

import org.jspecify.annotations.NullMarked;
