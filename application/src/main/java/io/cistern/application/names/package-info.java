/** Walks over the names of a manifest that never load more than they show. */
@NullMarked
package io.cistern.application.names;

import org.jspecify.annotations.NullMarked;
