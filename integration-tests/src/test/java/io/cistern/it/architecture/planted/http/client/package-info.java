/** Mirrors the client. */
@NullMarked
package io.cistern.it.architecture.planted.http.client;

import org.jspecify.annotations.NullMarked;
