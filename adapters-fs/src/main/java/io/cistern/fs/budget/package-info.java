/**
 * What a home may still ask of its broker, in one file for all processes of this user: {@link
 * io.cistern.fs.budget.FileRemoteBudget} decides when it is read and written, {@code BudgetFile} does it, {@code
 * BudgetCodec} spells it. The rules are {@link io.cistern.domain.budget.BudgetState}'s. Keeps goal G8 (no request before
 * {@code notBefore}) across processes, restarts and clocks that are set.
 */
@NullMarked
package io.cistern.fs.budget;

import org.jspecify.annotations.NullMarked;
