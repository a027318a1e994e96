/** What becomes of displaced content: {@link io.cistern.domain.trash.TrashRule} says what may go, and when. */
@NullMarked
package io.cistern.domain.trash;

import org.jspecify.annotations.NullMarked;
