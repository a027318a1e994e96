/**
 * How far the first filling of a mirror has come: {@link io.cistern.domain.bootstrap.BootstrapProgress} is the fold of
 * {@link io.cistern.domain.bootstrap.BootstrapStep}s, and resumes by path, never by index.
 */
@NullMarked
package io.cistern.domain.bootstrap;

import org.jspecify.annotations.NullMarked;
