/**
 * What verify and doctor can find: one record per disease, its severity defined by what it means for the user.
 */
@NullMarked
package io.cistern.domain.health;

import org.jspecify.annotations.NullMarked;
