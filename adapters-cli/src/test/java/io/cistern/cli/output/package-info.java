/** Tests of the package of the same name. */
@NullMarked
package io.cistern.cli.output;

import org.jspecify.annotations.NullMarked;
