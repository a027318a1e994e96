/** The packaged program as its users meet it: what it prints, how it ends, what it leaves behind. */
@NullMarked
package io.cistern.it.acceptance;

import org.jspecify.annotations.NullMarked;
