/** What several integration tests share: a broker over a directory, and mirrors that are checked when they close. */
@NullMarked
package io.cistern.it.support;

import org.jspecify.annotations.NullMarked;
