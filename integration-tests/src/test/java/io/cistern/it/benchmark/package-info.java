/** Measurements that print and never judge: {@code mvn -Pbench verify -Dbench=NAME}. */
@NullMarked
package io.cistern.it.benchmark;

import org.jspecify.annotations.NullMarked;
