/**
 * How much content is here: {@link io.cistern.application.quota.GivingBack} turns clean files into placeholders, for a
 * person who asks for it and for the disk's budget alike.
 */
@NullMarked
package io.cistern.application.quota;

import org.jspecify.annotations.NullMarked;
