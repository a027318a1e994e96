/**
 * The embedded broker: relayfile-v1, server side, over a {@link io.cistern.application.port.WorkspaceStore}.
 *
 * <p>A request comes in at {@code BrokerHandler}, goes to the {@code Desk}, which knows nothing of sockets, is judged in
 * the contract's order by {@code Gate}, and is answered by one resource: {@code TreeResource}, {@code FileResource},
 * {@code BulkResource}, {@code ExportResource}, {@code EventsResource}, {@code OperationsResource}. Bodies are spooled,
 * understood, then streamed into the store; answers are streamed out. {@code Limiter} counts what each account uses, and {@code GET /cistern/usage}, which is ours and
 * outside the contract's paths, tells it what is left. {@link
 * io.cistern.http.broker.HttpBrokerEndpoint} is the way in.
 */
@NullMarked
package io.cistern.http.broker;

import org.jspecify.annotations.NullMarked;
