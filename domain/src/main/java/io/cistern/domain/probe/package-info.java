/** What an account has left at a service, and the rules for asking: values and pure policies. */
@NullMarked
package io.cistern.domain.probe;

import org.jspecify.annotations.NullMarked;
