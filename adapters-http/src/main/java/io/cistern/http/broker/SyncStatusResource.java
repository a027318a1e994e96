package io.cistern.http.broker;

import io.cistern.application.port.WorkspaceStore.StoredFile;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** {@code GET sync/status} (contract 7.13): every path provider is healthy, since none is asked. */
final class SyncStatusResource implements Resource {
  @Override
  public void answer(Call call) throws IOException {
    String wanted = call.query().text("provider").strip().toLowerCase(Locale.ROOT);
    SortedSet<String> providers = providers(call);
    call.answer().json(200, json -> {
      json.writeStartObject();
      json.writeStringProperty("workspaceId", call.workspace().value());
      json.writeArrayPropertyStart("providers");
      for (String provider : providers) {
        if (wanted.isEmpty() || wanted.equals(provider)) {
          json.writeStartObject();
          json.writeStringProperty("provider", provider);
          json.writeStringProperty("status", "healthy");
          json.writeEndObject();
        }
      }
      json.writeEndArray();
      json.writeEndObject();
    });
  }

  /** The first segments of all paths; one look per top-level directory. */
  private static SortedSet<String> providers(Call call) {
    SortedSet<String> providers = new TreeSet<>();
    String from = "/";
    for (Optional<StoredFile> file = call.store().fileAtOrAfter(from); file.isPresent(); file =
        call.store().fileAtOrAfter(from)) {
      String path = file.get().path().value();
      int slash = path.indexOf('/', 1);
      if (slash > 0) {
        providers.add(Paths.provider(path));
      }
      from = slash < 0 ? path + "\0" : path.substring(0, slash) + "0";
    }
    return providers;
  }
}
