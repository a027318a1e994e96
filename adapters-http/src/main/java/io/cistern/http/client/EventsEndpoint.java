package io.cistern.http.client;

import io.cistern.application.port.RemoteWorkspace.Events;
import io.cistern.application.port.RemoteWorkspace.Feed;
import io.cistern.application.port.RemoteWorkspace.Lane;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Invariant;
import io.cistern.domain.time.Patience;
import io.cistern.domain.workspace.EventCursor;
import io.cistern.domain.workspace.EventPage;
import io.cistern.http.client.Caller.Reply;
import io.cistern.http.client.StatusMapper.Meaning;
import io.cistern.http.wire.WireCodec;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** {@code GET fs/events} (contract 7.8). Safe for use by many threads. */
final class EventsEndpoint {
  /** The contract's most events of a page. */
  private static final int LARGEST_PAGE = 1000;

  private final WorkspaceAddress address;
  private final Caller caller;
  private final WireCodec codec;

  EventsEndpoint(WorkspaceAddress address, Caller caller, WireCodec codec) {
    this.address = address;
    this.caller = caller;
    this.codec = codec;
  }

  Feed tip(Patience patience) {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("direction", "desc");
    parameters.put("limit", "1");
    Call call = call("asking for the newest event", parameters, patience);
    return switch (ask(call)) {
      case Reply.Got<EventPage>(var page) -> page.events().stream()
          .findFirst()
          .map(newest -> new Feed.At(newest.cursor(), newest.revision()))
          .orElseGet(() -> new Feed.At(EventCursor.START));
      case Reply.Refused<EventPage>(var refusal) -> new Feed.None(absent(refusal, call));
    };
  }

  Events after(EventCursor since, int limit, Patience patience) {
    Invariant.check(limit >= 1 && limit <= LARGEST_PAGE, "a page has 1 to 1000 events");
    Map<String, String> parameters = new LinkedHashMap<>();
    if (!since.equals(EventCursor.START)) {
      parameters.put("cursor", since.value());
    }
    parameters.put("limit", Integer.toString(limit));
    Call call = call("asking for events after " + since, parameters, patience);
    return switch (ask(call)) {
      case Reply.Got<EventPage>(var page) -> new Events.Page(page);
      case Reply.Refused<EventPage>(var refusal) -> new Events.None(absent(refusal, call));
    };
  }

  private Call call(String doing, Map<String, String> parameters, Patience patience) {
    return new Call(
        address.workspace() + "/events", doing, Optional.empty(), address.route("fs/events", parameters), Lane.EAGER,
        true, true, patience);
  }

  private Reply<EventPage> ask(Call call) {
    return caller.ask(call, refusal -> false, answer -> {
      try (answer) {
        return codec.events(answer.body());
      }
    });
  }

  /** Why there is no feed; any other refusal is a failure. */
  private static String absent(Refusal refusal, Call call) {
    if (refusal.meaning() == Meaning.FORBIDDEN || refusal.meaning() == Meaning.NOT_FOUND) {
      return refusal.summary();
    }
    throw new CisternException(refusal.failure(call));
  }
}
