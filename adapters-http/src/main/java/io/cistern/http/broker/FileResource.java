package io.cistern.http.broker;

import io.cistern.application.port.WorkspaceStore.Reading;
import io.cistern.application.port.WorkspaceStore.StoredFile;
import io.cistern.domain.workspace.WorkspacePath;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import tools.jackson.core.JsonGenerator;

/** {@code GET fs/file} (contract 7.3). */
final class FileResource implements Resource {
  @Override
  public void answer(Call call) throws IOException {
    WorkspacePath path = Paths.file(call.query().text("path"));
    if (!call.visibility().sees(path.value())) {
      throw new Refusal(403, "forbidden", "missing required scope: fs:read");
    }
    switch (call.store().open(path)) {
      case Reading.Absent() -> throw Refusal.notFound("file not found");
      case Reading.Unreadable(String why) -> throw new Refusal(403, "forbidden", why);
      case Reading.Opened(StoredFile file, InputStream body) -> {
        try (body) {
          send(call, file, body);
        }
      }
    }
  }

  private static void send(Call call, StoredFile file, InputStream body) throws IOException {
    call.answer().header("ETag", file.revision().value());
    OutputStream out = call.answer().open(200, Answer.JSON);
    JsonGenerator json = Json.writer(out);
    FileJson.write(json, file, body, call.faults());
    json.flush();
    out.write('\n');
    out.close();
  }
}
