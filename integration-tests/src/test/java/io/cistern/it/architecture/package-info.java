/**
 * The rules of the house, as tests: {@link io.cistern.it.architecture.Rule} lists what classes may not do,
 * {@link io.cistern.it.architecture.ArchitectureTest} holds every module to it, and
 * {@link io.cistern.it.architecture.RulesHaveTeethTest} shows on {@code planted} violations that each rule can fail.
 * {@link io.cistern.it.architecture.TidyTest} reads sources and documents, where classes do not tell.
 */
@NullMarked
package io.cistern.it.architecture;

import org.jspecify.annotations.NullMarked;
