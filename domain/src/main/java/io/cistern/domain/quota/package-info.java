/** Quotas in both directions, with one answer for every gate: {@link io.cistern.domain.quota.Admission}. */
@NullMarked
package io.cistern.domain.quota;

import org.jspecify.annotations.NullMarked;
