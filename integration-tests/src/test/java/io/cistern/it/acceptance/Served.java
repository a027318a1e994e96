package io.cistern.it.acceptance;

import io.cistern.it.acceptance.Launch.Ended;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A directory that {@code cistern serve} serves in a process of its own, with an access log. */
final class Served implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();

  private final Running running;
  private final Path accessLog;
  private final JsonNode said;

  private Served(Running running, Path accessLog, JsonNode said) {
    this.running = running;
    this.accessLog = accessLog;
    this.said = said;
  }

  static Served by(Person person, Path directory, String... options) {
    Path accessLog = person.home().resolve("access-" + directory.getFileName() + ".log");
    List<String> words = new ArrayList<>(List.of(
        "serve", directory.toString(), "--json", "--port", "0", "--access-log", accessLog.toString()));
    words.addAll(List.of(options));
    Running running = person.starts(words.toArray(String[]::new));
    return new Served(running, accessLog, JSON.readTree(running.firstLine()));
  }

  String url() {
    return said.get("url").asString();
  }

  String tokenFile() {
    return said.get("tokenFile").asString();
  }

  long files() {
    return said.get("files").asLong();
  }

  /** The requests so far that were not to be failed by us: endpoint, a blank, path. */
  List<String> requests() {
    return requestsSince(Instant.EPOCH);
  }

  /** Those that came since a moment; of an earlier one, whose client is dead, the line may be written later. */
  List<String> requestsSince(Instant moment) {
    try {
      if (!Files.exists(accessLog)) {
        return List.of();
      }
      try (Stream<String> lines = Files.lines(accessLog)) {
        return lines.map(JSON::readTree)
            .filter(line -> !Instant.parse(line.get("time").asString()).isBefore(moment))
            .map(line -> line.get("endpoint").asString() + " " + line.path("path").asString(""))
            .toList();
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** The paths of the files asked for so far. */
  List<String> fileRequests() {
    return fileRequestsSince(Instant.EPOCH);
  }

  /** The paths of the files asked for since a moment. */
  List<String> fileRequestsSince(Instant moment) {
    return requestsSince(moment).stream()
        .filter(request -> request.startsWith("file "))
        .map(request -> request.substring("file ".length()))
        .toList();
  }

  /** Asks it to stop, as a service manager does. */
  Ended stop() {
    running.signal("TERM");
    return running.end();
  }

  @Override
  public void close() {
    running.close();
  }
}
