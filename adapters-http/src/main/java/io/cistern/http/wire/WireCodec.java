package io.cistern.http.wire;

import io.cistern.application.port.RemoteContent;
import io.cistern.application.port.Spool;
import io.cistern.domain.workspace.EventPage;
import io.cistern.domain.workspace.TreePage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads the broker's answers. Every method reads its source to the end of the document and throws {@link BrokenAnswer}
 * for what is not the contract, or the source's own {@link IOException}. Closes no source. Safe for use by many threads.
 */
public final class WireCodec {
  /** Bounds the work on one page: a row of the contract has at most about thirty tokens. */
  private static final long TOKENS_PER_ROW = 100;

  private final WireLimits limits;
  private final Spool spool;
  private final JsonFactory pages;
  private final JsonFactory files;

  /**
   * @param spool where bodies go that are too large for memory and cannot be handed on while they arrive
   */
  public WireCodec(WireLimits limits, Spool spool) {
    this.limits = limits;
    this.spool = spool;
    this.pages = factory(limits, TOKENS_PER_ROW * limits.entries());
    this.files = factory(limits, -1);
  }

  /** One page of a listing. */
  public TreePage tree(InputStream source) throws IOException {
    try (JsonInput json = new JsonInput(pages, new BoundedInput(source, "the listing", limits.listing()))) {
      return new TreePageReader(json, limits.entries()).read();
    }
  }

  /** One page of the event feed. */
  public EventPage events(InputStream source) throws IOException {
    try (JsonInput json = new JsonInput(pages, new BoundedInput(source, "the event page", limits.listing()))) {
      return new EventPageReader(json, limits.entries()).read();
    }
  }

  /**
   * One file object. A body that fits into memory has been read and the source is at its end; so it is with one that
   * went to the spool. Else the source is read on by whoever reads the body.
   *
   * @param release runs when the file is closed
   */
  public ReceivedFile file(InputStream source, Runnable release) throws IOException {
    JsonInput json = new JsonInput(files, source);
    return new FileObjectReader(json, limits, spool).read(json::end, release);
  }

  /**
   * Every file object of an export, one after the other.
   *
   * @param sink called once per file; an exception of its own ends the reading and is passed on
   * @return how many there were
   * @throws IOException also when the sink failed because a body did
   */
  public long export(InputStream source, Consumer<RemoteContent> sink) throws IOException {
    try (JsonInput json = new JsonInput(files, source)) {
      json.enterList("the export");
      long count = 0;
      while (json.nextElement()) {
        try (ReceivedFile file = new FileObjectReader(json, limits, spool).read(() -> {}, () -> {})) {
          deliver(file, sink);
        }
        count++;
      }
      json.end();
      return count;
    }
  }

  /** What an account has left. */
  public ReceivedUsage usage(InputStream source) throws IOException {
    try (JsonInput json = new JsonInput(pages, new BoundedInput(source, "the usage", limits.listing()))) {
      return new UsageReader(json).read();
    }
  }

  /** What a refusal says; never fails, because a refusal that says nothing readable is a refusal all the same. */
  public ErrorBody error(byte[] body) {
    try (JsonInput json = new JsonInput(pages, new ByteArrayInputStream(body))) {
      json.enterObject("the error");
      Optional<String> code = Optional.empty();
      Optional<String> error = Optional.empty();
      Optional<String> message = Optional.empty();
      while (json.nextField()) {
        if (!json.isText()) {
          json.skip();
          continue;
        }
        switch (json.name()) {
          case "code" -> code = json.optionalText("code");
          case "error" -> error = json.optionalText("error");
          case "message" -> message = json.optionalText("message");
          default -> json.skip();
        }
      }
      return new ErrorBody(
          (code.isPresent() ? code : error).map(text -> PlainText.of(text, 64)),
          message.map(text -> PlainText.of(text, 300)));
    } catch (IOException e) {
      return ErrorBody.UNKNOWN;
    }
  }

  private static void deliver(ReceivedFile file, Consumer<RemoteContent> sink) throws IOException {
    Optional<StreamedBody> live =
        file.body() instanceof StreamedBody streamed ? Optional.of(streamed) : Optional.empty();
    try {
      sink.accept(file);
    } catch (RuntimeException e) {
      Optional<IOException> cause = live.flatMap(StreamedBody::failure);
      if (cause.isPresent()) {
        cause.get().addSuppressed(e);
        throw cause.get();
      }
      throw e;
    }
    if (live.isPresent()) {
      live.get().drain();
    }
  }

  private static JsonFactory factory(WireLimits limits, long tokens) {
    StreamReadConstraints constraints = StreamReadConstraints.builder()
        .maxNestingDepth(limits.nesting())
        .maxNameLength(limits.name())
        .maxNumberLength(64)
        .maxStringLength(limits.text())
        .maxTokenCount(tokens)
        .build();
    return JsonFactory.builder()
        .streamReadConstraints(constraints)
        .disable(TokenStreamFactory.Feature.INTERN_PROPERTY_NAMES)
        .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
        .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
        .build();
  }
}
