/** Tests of the package of the same name. */
@NullMarked
package io.cistern.cli.settings;

import org.jspecify.annotations.NullMarked;
