/** Tests of credential homes on a real file system. */
@NullMarked
package io.cistern.cli.homes;

import org.jspecify.annotations.NullMarked;
