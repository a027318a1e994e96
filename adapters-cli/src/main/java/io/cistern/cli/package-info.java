/** The user's side: verbs, output, exit codes, and the wiring of everything else. */
@NullMarked
package io.cistern.cli;

import org.jspecify.annotations.NullMarked;
