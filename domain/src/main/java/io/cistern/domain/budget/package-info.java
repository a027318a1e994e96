/**
 * How much may be asked of a broker, seen from both ends. {@link io.cistern.domain.budget.LimitSpec} and {@link
 * io.cistern.domain.budget.Allowance} are the broker's bounds and what is left of them; {@link
 * io.cistern.domain.budget.BudgetState} is what a home knows of that: until when the broker wants to be left alone, and
 * how what is left is spread. Keeps goal G8 (no request before {@code notBefore}); {@link io.cistern.domain.budget.Term}
 * says on which clock.
 */
@NullMarked
package io.cistern.domain.budget;

import org.jspecify.annotations.NullMarked;
