package io.cistern.http.broker;

import io.cistern.application.port.WorkspaceStore;
import io.cistern.application.port.WorkspaceStore.Reading;
import io.cistern.application.port.WorkspaceStore.StoredFile;
import io.cistern.http.broker.auth.Visibility;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/** {@code GET fs/export} (contract 7.7), one file after the other, never a file as a whole in memory. */
final class ExportResource implements Resource {
  /** Takes the files of an export in byte order. */
  interface Sink {
    void file(StoredFile file, InputStream body) throws IOException;
  }

  @Override
  public void answer(Call call) throws IOException {
    String base = Paths.directory(call.query().text("path"));
    call.store().refresh();
    switch (call.query().text("format").strip().toLowerCase(Locale.ROOT)) {
      case "", "json" -> json(call, base);
      case "tar" -> tar(call, base);
      case "patch" -> patch(call, base);
      default -> throw Refusal.badRequest("invalid format");
    }
  }

  private static void json(Call call, String base) throws IOException {
    OutputStream out = call.answer().open(200, Answer.JSON);
    JsonGenerator json = Json.writer(out);
    json.writeStartArray();
    each(call, base, (file, body) -> FileJson.write(json, file, body, call.faults()));
    json.writeEndArray();
    json.flush();
    out.write('\n');
    out.close();
  }

  private static void tar(Call call, String base) throws IOException {
    call.answer().header("Content-Disposition", "attachment; filename=\"workspace-export.tar.gz\"");
    TarWriter tar = new TarWriter(call.answer().open(200, "application/gzip"));
    each(call, base, (file, body) -> tar.file(file.path().relative(), file.size(), file.editedAt(), body));
    tar.close();
  }

  private static void patch(Call call, String base) throws IOException {
    try (Writer out = new OutputStreamWriter(
        call.answer().open(200, "text/x-diff; charset=utf-8"), StandardCharsets.UTF_8)) {
      each(call, base, (file, body) -> added(out, file, body));
    }
  }

  /** One hunk that adds the whole file; what follows its last line break is a line, too, although an empty one. */
  private static void added(Writer out, StoredFile file, InputStream body) throws IOException {
    out.write("--- /dev/null\n+++ b" + file.path() + "\n");
    if (file.base64()) {
      out.write("@@ -0,0 +1 @@\n+[binary content omitted; encoding=base64]\n");
      return;
    }
    String text = new String(body.readAllBytes(), StandardCharsets.UTF_8);
    long lines = text.chars().filter(each -> each == '\n').count() + 1;
    out.write("@@ -0,0 +1," + lines + " @@\n+" + text.replace("\n", "\n+") + "\n");
  }

  private static void each(Call call, String base, Sink sink) throws IOException {
    if (call.faults().empty()) {
      return;
    }
    WorkspaceStore store = call.store();
    Visibility visibility = call.visibility();
    String prefix = base.equals("/") ? "/" : base + "/";
    send(store, store.fileAtOrAfter(base).filter(file -> file.path().value().equals(base)), visibility, sink);
    String from = prefix;
    for (Optional<StoredFile> file = store.fileAtOrAfter(from); file.isPresent()
        && file.get().path().value().startsWith(prefix); file = store.fileAtOrAfter(from)) {
      send(store, file, visibility, sink);
      from = file.get().path().value() + "\0";
    }
  }

  /** A file that has gone, or cannot be read, is left out, as one is that the caller may not know of. */
  private static void send(WorkspaceStore store, Optional<StoredFile> file, Visibility visibility, Sink sink)
      throws IOException {
    if (file.filter(known -> visibility.sees(known.path().value())).isEmpty()) {
      return;
    }
    if (store.open(file.get().path()) instanceof Reading.Opened(StoredFile opened, InputStream body)) {
      try (body) {
        sink.file(opened, body);
      }
    }
  }
}
