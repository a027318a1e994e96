/**
 * How much content is here: {@link io.cistern.application.quota.GivingBack} turns clean files into placeholders, for a
 * person who asks for it and for the disk's budget alike. {@link io.cistern.application.quota.DiskQuota} is the gate that
 * every fetch asks; {@link io.cistern.application.quota.MakingRoom} gives back what was used least recently when it is full.
 */
@NullMarked
package io.cistern.application.quota;

import org.jspecify.annotations.NullMarked;
