package io.cistern.http.client;

import io.cistern.application.port.RemoteWorkspace.Lane;
import io.cistern.application.port.RemoteWorkspace.Listing;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Invariant;
import io.cistern.domain.time.Patience;
import io.cistern.domain.workspace.TreeCursor;
import io.cistern.domain.workspace.TreePage;
import io.cistern.http.client.Caller.Reply;
import io.cistern.http.client.StatusMapper.Meaning;
import io.cistern.http.wire.WireCodec;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** {@code GET fs/tree} (contract 7.2). Safe for use by many threads. */
final class TreeEndpoint {
  private final WorkspaceAddress address;
  private final Caller caller;
  private final WireCodec codec;

  TreeEndpoint(WorkspaceAddress address, Caller caller, WireCodec codec) {
    this.address = address;
    this.caller = caller;
    this.codec = codec;
  }

  Listing list(String directory, int depth, Optional<TreeCursor> from, Patience patience) {
    Invariant.check(depth >= 1 && depth <= 100, "a listing is 1 to 100 levels deep");
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("path", directory);
    parameters.put("depth", Integer.toString(depth));
    from.ifPresent(cursor -> parameters.put("cursor", cursor.value()));
    Call call = new Call(
        address.workspace() + "/tree", "listing " + directory, Optional.of(directory),
        address.route("fs/tree", parameters), Lane.EAGER, true, true, patience);
    return switch (caller.ask(call, refusal -> false, answer -> {
      try (answer) {
        return codec.tree(answer.body());
      }
    })) {
      case Reply.Got<TreePage>(var page) -> new Listing.Page(page);
      case Reply.Refused<TreePage>(var refusal) -> {
        if (refusal.meaning() == Meaning.BAD_REQUEST && from.isPresent()) {
          yield new Listing.CursorGone();
        }
        throw new CisternException(refusal.failure(call));
      }
    };
  }
}
