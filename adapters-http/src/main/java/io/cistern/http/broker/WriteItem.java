package io.cistern.http.broker;

import io.cistern.application.port.Semantics;
import io.cistern.application.port.WorkspaceStore.ContentIdentity;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One file of a write as it was sent; what is missing is empty.
 *
 * @param content where in the body its text begins, at the quotation mark
 */
record WriteItem(
    String path,
    String contentType,
    String encoding,
    String ifMatch,
    Semantics semantics,
    Optional<ContentIdentity> identity,
    OptionalLong content) {}
