/**
 * Brings one file's bytes from the remote to staging, checked, and decides under the lock whether they may be published.
 * Shared by everything that fills or refreshes files.
 */
@NullMarked
package io.cistern.application.fetch;

import org.jspecify.annotations.NullMarked;
