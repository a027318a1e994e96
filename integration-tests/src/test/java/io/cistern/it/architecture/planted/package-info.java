/**
 * Violations planted to show that each rule can fail; packages mirror the program's, classes say what they do wrong.
 */
@NullMarked
package io.cistern.it.architecture.planted;

import org.jspecify.annotations.NullMarked;
