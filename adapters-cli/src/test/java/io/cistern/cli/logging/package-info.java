/** Tests of the package of the same name. */
@NullMarked
package io.cistern.cli.logging;

import org.jspecify.annotations.NullMarked;
