package io.cistern.http.client;

import io.cistern.application.port.RemoteContent;
import io.cistern.application.port.RemoteWorkspace;
import io.cistern.application.port.Spool;
import io.cistern.domain.time.Deadline;
import io.cistern.domain.workspace.EventCursor;
import io.cistern.domain.workspace.TreeCursor;
import io.cistern.domain.workspace.WorkspacePath;
import io.cistern.http.wire.WireCodec;
import java.util.Optional;
import java.util.function.Consumer;

/** The remote over HTTP: only puts the endpoints together. Safe for use by many threads. */
final class HttpRemoteWorkspace implements RemoteWorkspace {
  private final WorkspaceAddress address;
  private final Transport transport;
  private final TreeEndpoint tree;
  private final FileEndpoint file;
  private final ExportEndpoint export;
  private final EventsEndpoint events;
  private final HealthEndpoint health;

  HttpRemoteWorkspace(
      WorkspaceAddress address, TokenSource tokens, Spool spool, RemoteOptions options, Transport transport) {
    WireCodec codec = new WireCodec(options.limits(), spool);
    Caller caller = new Caller(transport, tokens, codec, options.tries(), options.surroundings());
    this.address = address;
    this.transport = transport;
    this.tree = new TreeEndpoint(address, caller, codec);
    this.file = new FileEndpoint(address, caller, codec);
    this.export = new ExportEndpoint(address, caller, codec);
    this.events = new EventsEndpoint(address, caller, codec);
    this.health = new HealthEndpoint(address, caller);
  }

  @Override
  public Feed tip(Deadline deadline) {
    return events.tip(deadline);
  }

  @Override
  public Listing tree(String directory, int depth, Optional<TreeCursor> from, Deadline deadline) {
    return tree.list(directory, depth, from, deadline);
  }

  @Override
  public ReadOutcome read(WorkspacePath path, Lane lane, Deadline deadline) {
    return file.read(path, lane, deadline);
  }

  @Override
  public ExportOutcome export(String directory, Consumer<RemoteContent> sink, Deadline deadline) {
    return export.export(directory, sink, deadline);
  }

  @Override
  public Events events(EventCursor since, int limit, Deadline deadline) {
    return events.after(since, limit, deadline);
  }

  @Override
  public boolean healthy(Deadline deadline) {
    return health.answers(deadline);
  }

  @Override
  public void close() {
    transport.close();
  }

  @Override
  public String toString() {
    return "HttpRemoteWorkspace[" + address.workspace() + " at " + address.broker() + "]";
  }
}
