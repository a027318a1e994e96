/** Mirrors the verbs. */
@NullMarked
package io.cistern.it.architecture.planted.cli.command;

import org.jspecify.annotations.NullMarked;
