package io.cistern.http.wire;

import io.cistern.domain.workspace.ContentHash;
import io.cistern.domain.workspace.Revision;
import io.cistern.domain.workspace.TreeCursor;
import io.cistern.domain.workspace.TreeEntry;
import io.cistern.domain.workspace.TreePage;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Reads one page of a listing (contract 7.2). One thread, one page. */
final class TreePageReader {
  private final JsonInput json;
  private final int mostEntries;
  private final List<TreeEntry> entries = new ArrayList<>();
  private Optional<TreeCursor> next = Optional.empty();
  private OptionalLong totalFiles = OptionalLong.empty();

  TreePageReader(JsonInput json, int mostEntries) {
    this.json = json;
    this.mostEntries = mostEntries;
  }

  TreePage read() throws IOException {
    Set<String> seen = new HashSet<>();
    json.enterObject("the listing");
    while (json.nextField()) {
      String name = json.name();
      switch (name) {
        case "entries" -> entries();
        case "nextCursor" -> next = json.optionalText(name).map(TreeCursor::new);
        case "totalFiles" -> totalFiles = json.optionalCount(name);
        default -> {
          json.skip();
          continue;
        }
      }
      if (!seen.add(name)) {
        throw BrokenAnswer.malformed(name + " is said twice");
      }
    }
    if (!seen.contains("entries")) {
      throw BrokenAnswer.malformed("entries is missing");
    }
    json.end();
    return new TreePage(entries, next, totalFiles);
  }

  private void entries() throws IOException {
    if (json.isNull()) {
      return;
    }
    json.enterList("entries");
    while (json.nextElement()) {
      if (entries.size() == mostEntries) {
        throw BrokenAnswer.overLimit("entries has more than " + mostEntries + " rows");
      }
      new Row().read().ifPresent(entries::add);
    }
  }

  /** One row while it is read. */
  private final class Row {
    private Optional<String> path = Optional.empty();
    private Optional<String> type = Optional.empty();
    private Optional<Revision> revision = Optional.empty();
    private Optional<ContentHash> hash = Optional.empty();
    private Optional<Instant> updatedAt = Optional.empty();
    private long size;
    private final Set<String> seen = new HashSet<>();

    /** Empty for a kind of row that a mirror has no use for. */
    private Optional<TreeEntry> read() throws IOException {
      json.enterObject("an element of entries");
      while (json.nextField()) {
        field(json.name());
      }
      String name = path.orElseThrow(() -> BrokenAnswer.malformed("entries.path is missing"));
      return switch (type.orElseThrow(() -> BrokenAnswer.malformed("entries.type is missing"))) {
        case "dir" -> Optional.of(new TreeEntry(name, true, Optional.empty(), hash, size, updatedAt));
        case "file" -> {
          if (revision.isEmpty()) {
            throw BrokenAnswer.malformed("entries.revision is missing");
          }
          yield Optional.of(new TreeEntry(name, false, revision, hash, size, updatedAt));
        }
        default -> Optional.empty();
      };
    }

    private void field(String name) throws IOException {
      switch (name) {
        case "path" -> path = Optional.of(json.text("entries.path"));
        case "type" -> type = json.optionalText("entries.type");
        case "revision" -> revision = json.optionalText("entries.revision").map(Revision::new);
        case "contentHash" -> hash = json.optionalText("entries.contentHash").flatMap(ContentHash::parse);
        case "updatedAt" -> updatedAt = WireTime.parse(json.optionalText("entries.updatedAt"));
        case "size" -> size = json.optionalCount("entries.size").orElse(0);
        default -> {
          json.skip();
          return;
        }
      }
      if (!seen.add(name)) {
        throw BrokenAnswer.malformed("entries." + name + " is said twice");
      }
    }
  }
}
