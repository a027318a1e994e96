/**
 * Credential homes are one account's credentials at one broker each, in the user's configuration directory. {@link
 * io.cistern.cli.homes.HomeDirectory} is the one place that reads and writes them.
 */
@NullMarked
package io.cistern.cli.homes;

import org.jspecify.annotations.NullMarked;
