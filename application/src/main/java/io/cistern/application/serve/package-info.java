/**
 * The verb {@code serve}: {@link io.cistern.application.serve.ServeWorkspace} looks through a directory once, opens the
 * listener, and says what is served and what is not.
 */
@NullMarked
package io.cistern.application.serve;

import org.jspecify.annotations.NullMarked;
