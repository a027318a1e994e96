/**
 * Who may ask the broker for what: {@link io.cistern.http.broker.auth.Tokens} tells who a request comes from,
 * {@link io.cistern.http.broker.auth.Scopes} what that caller may do, {@link io.cistern.http.broker.auth.TokenMint}
 * makes the tokens of the broker's own key.
 */
@NullMarked
package io.cistern.http.broker.auth;

import org.jspecify.annotations.NullMarked;
