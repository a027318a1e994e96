package io.cistern.application.mutate.add;

import io.cistern.application.port.FilePreparer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Shouts, by way of a file of its own. */
final class Upper implements FilePreparer {
  @Override
  public String targetName(String source) {
    return source.toUpperCase(Locale.ROOT);
  }

  @Override
  public boolean keepsBytes(String source) {
    return false;
  }

  @Override
  public InputStream prepare(Original original, Workroom own) {
    try (OutputStream out = own.write("loud")) {
      String text = new String(original.body().readAllBytes(), StandardCharsets.UTF_8);
      if (text.equals("fail")) {
        throw new IllegalArgumentException("not to be shouted");
      }
      out.write(text.toUpperCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
    return own.read("loud");
  }
}
