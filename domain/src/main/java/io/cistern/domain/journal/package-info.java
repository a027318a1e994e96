/**
 * What can be committed: {@link io.cistern.domain.journal.LogRecord} is one fact,
 * {@link io.cistern.domain.journal.RecordGroup} the facts that commit together,
 * {@link io.cistern.domain.journal.Sequence} the number a group gets.
 */
@NullMarked
package io.cistern.domain.journal;

import org.jspecify.annotations.NullMarked;
