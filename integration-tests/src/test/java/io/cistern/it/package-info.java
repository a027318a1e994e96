/** The whole program under test: its rules, its crashes, its acceptance. */
@NullMarked
package io.cistern.it;

import org.jspecify.annotations.NullMarked;
