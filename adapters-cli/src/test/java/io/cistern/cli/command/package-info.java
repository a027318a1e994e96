/** Tests of the package of the same name. */
@NullMarked
package io.cistern.cli.command;

import org.jspecify.annotations.NullMarked;
