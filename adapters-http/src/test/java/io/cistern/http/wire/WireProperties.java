package io.cistern.http.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.port.RemoteContent;
import io.cistern.http.testing.MemorySpool;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

final class WireProperties {
  private static final String FILE = "{\"path\":\"/a\",\"revision\":\"rev_1\",\"x\":[1,{\"content\":\"no\"}],";

  @Property(tries = 500)
  void textArrivesAsItWasWhateverItsEscapesAndPieces(@ForAll String text, @ForAll long seed) throws IOException {
    Random random = new Random(seed);
    String clean = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    String json = FILE + "\"content\":\"" + escaped(clean, random) + "\",\"y\":{\"content\":[]}}";

    assertThat(content(json, random, 1 + random.nextInt(64))).isEqualTo(clean.getBytes(StandardCharsets.UTF_8));
  }

  @Property(tries = 500)
  void bytesArriveAsTheyWereWhereverTheEncodingStands(
      @ForAll @IntRange(max = 20_000) int length, @ForAll boolean padded, @ForAll boolean first, @ForAll boolean hash,
      @ForAll long seed) throws IOException {
    Random random = new Random(seed);
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    Base64.Encoder encoder = padded ? Base64.getEncoder() : Base64.getEncoder().withoutPadding();
    String content =
        "\"content\":\"" + encoder.encodeToString(bytes).replace("/", random.nextBoolean() ? "/" : "\\/") + "\"";
    String encoding = "\"encoding\":\"base64\"";
    String announced = hash ? "\"contentHash\":\"" + "0".repeat(64) + "\"," : "";
    String json = FILE + announced + (first ? encoding + "," + content : content + "," + encoding) + "}";

    assertThat(content(json, random, 1 + random.nextInt(64))).isEqualTo(bytes);
  }

  @Property(tries = 200)
  void lineBreaksInBase64ArePassedOver(@ForAll @Size(min = 1, max = 300) byte[] bytes) throws IOException {
    String broken = Base64.getMimeEncoder(8, new byte[]{'\r', '\n'}).encodeToString(bytes);
    String json =
        FILE + "\"encoding\":\"base64\",\"content\":\"" + broken.replace("\r", "\\r").replace("\n", "\\n") + "\"}";

    assertThat(content(json, new Random(1), 100)).isEqualTo(bytes);
  }

  /** Our unescaper and the parser agree on what a string is, and on what it says. */
  @Property(tries = 1000)
  void judgesAStringAsTheParserDoes(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    String inner = garble("plain \\n \\u00e9 \\ud83d\\ude00 \\\" \\\\ é \u20ac", random);
    byte[] quoted = ("\"" + inner + "\"").getBytes(StandardCharsets.UTF_8);

    List<String> ours = new ArrayList<>();
    try {
      InputStream in =
          new JsonStringInput(new Feed(new Pieces(Arrays.copyOfRange(quoted, 1, quoted.length), 3, random)));
      ours.add(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (BrokenAnswer e) {
      ours.clear();
    }

    List<String> theirs = new ArrayList<>();
    try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), quoted)) {
      parser.nextToken();
      theirs.add(parser.getString());
    } catch (JacksonException e) {
      theirs.clear();
    }
    // The parser lets half a surrogate pair pass; it is no text, so we do not.
    theirs.removeIf(text -> !StandardCharsets.UTF_8.newEncoder().canEncode(text));
    assertThat(ours).isEqualTo(theirs);
  }

  @Property(tries = 2000)
  void garbledAnswersBreakAndDoNothingElse(@ForAll long seed, @ForAll @IntRange(min = 1, max = 200) int inMemory) {
    Random random = new Random(seed);
    WireCodec codec = new WireCodec(WireLimits.DEFAULT.withInMemory(inMemory), new MemorySpool());
    byte[] file = garbled(
        FILE + "\"content\":\"aGVsbG8gd29ybGQgaGVsbG8gd29ybGQ=\",\"encoding\":\"base64\",\"contentHash\":null}",
        random);
    byte[] tree = garbled(
        "{\"entries\":[{\"path\":\"/a\",\"type\":\"file\",\"revision\":\"r\",\"size\":12}],\"nextCursor\":null}",
        random);
    byte[] events = garbled(
        "{\"events\":[{\"eventId\":\"evt_1\",\"type\":\"file.created\",\"path\":\"/a\"}],\"nextCursor\":null}", random);

    survives(() -> {
      try (RemoteContent content = codec.file(new Pieces(file, 7, random), () -> {})) {
        content.body().readAllBytes();
      }
    });
    survives(() -> codec.tree(new Pieces(tree, 7, random)));
    survives(() -> codec.events(new Pieces(events, 7, random)));
    survives(() -> codec.export(new Pieces(("[" + new String(file, StandardCharsets.ISO_8859_1) + "]").getBytes(
        StandardCharsets.ISO_8859_1), 7, random), content -> {}));
    survives(() -> codec.error(tree));
  }

  private interface Step {
    void run() throws IOException;
  }

  private static void survives(Step step) {
    try {
      step.run();
    } catch (IOException e) {
      assertThat(e).isInstanceOf(BrokenAnswer.class);
    }
  }

  private static byte[] content(String json, Random random, int inMemory) throws IOException {
    WireCodec codec = new WireCodec(WireLimits.DEFAULT.withInMemory(inMemory), new MemorySpool());
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    try (RemoteContent file = codec.file(new Pieces(bytes, 1 + random.nextInt(9000), random), () -> {})) {
      assertThat(file.name()).isEqualTo("/a");
      return file.body().readAllBytes();
    }
  }

  private static String escaped(String text, Random random) {
    StringBuilder json = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean must = c < 0x20 || c == '"' || c == '\\';
      // Half a pair escaped and half not is no UTF-8, so pairs go together.
      if (must || Character.isSurrogate(c) || random.nextInt(4) == 0) {
        json.append("\\u%04x".formatted((int) c));
      } else {
        json.append(c);
      }
    }
    return json.toString();
  }

  private static byte[] garbled(String text, Random random) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (int i = random.nextInt(4); i > 0; i--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return random.nextInt(4) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
  }

  private static String garble(String text, Random random) {
    StringBuilder garbled = new StringBuilder(text);
    String alphabet = "\\\"unz0ad{é\n/";
    for (int i = random.nextInt(3); i > 0; i--) {
      garbled.setCharAt(random.nextInt(garbled.length()), alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return garbled.toString();
  }

  /** Hands bytes out in pieces of random size. */
  private static final class Pieces extends ByteArrayInputStream {
    private final int most;
    private final Random random;

    private Pieces(byte[] bytes, int most, Random random) {
      super(bytes);
      this.most = most;
      this.random = random;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      return super.read(target, offset, Math.min(length, 1 + random.nextInt(most)));
    }
  }
}
