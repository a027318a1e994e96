/**
 * Several paths changed by an embedding program in one commit: {@link io.cistern.application.mutate.group.Mutation} is
 * the private view it writes into, {@link io.cistern.application.mutate.group.MutationResult} what came of it.
 */
@NullMarked
package io.cistern.application.mutate.group;

import org.jspecify.annotations.NullMarked;
