package io.cistern.http.client;

import io.cistern.application.port.RemoteContent;
import io.cistern.application.port.RemoteWorkspace;
import io.cistern.application.port.Spool;
import io.cistern.domain.time.Patience;
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
  public Feed tip(Patience patience) {
    return events.tip(patience);
  }

  @Override
  public Listing tree(String directory, int depth, Optional<TreeCursor> from, Patience patience) {
    return tree.list(directory, depth, from, patience);
  }

  @Override
  public ReadOutcome read(WorkspacePath path, Lane lane, Patience patience) {
    return file.read(path, lane, patience);
  }

  @Override
  public ExportOutcome export(String directory, Consumer<RemoteContent> sink, Patience patience) {
    return export.export(directory, sink, patience);
  }

  @Override
  public Events events(EventCursor since, int limit, Patience patience) {
    return events.after(since, limit, patience);
  }

  @Override
  public boolean healthy(Patience patience) {
    return health.answers(patience);
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
