package io.cistern.it.architecture;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One text of the repository.
 *
 * @param path relative to the repository's root
 */
record SourceFile(Path path, String text) {
  private static final Pattern PACKAGE = Pattern.compile("(?m)^package ([\\w.]+);");

  String fileName() {
    return path.getFileName().toString();
  }

  /** The file's name without its extension: for a Java source, its type. */
  String typeName() {
    return fileName().replaceFirst("\\.\\w+$", "");
  }

  /** The package a Java source declares; empty where it declares none. */
  String packageName() {
    Matcher matcher = PACKAGE.matcher(text);
    return matcher.find() ? matcher.group(1) : "";
  }

  int lineCount() {
    return (int) text.lines().count();
  }

  /** One line per match: where it is and what it says. */
  List<String> matches(Pattern pattern) {
    List<String> found = new ArrayList<>();
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      found.add(path + ":" + lineOf(matcher.start()) + ": " + matcher.group());
    }
    return found;
  }

  private long lineOf(int offset) {
    return text.substring(0, offset).chars().filter(character -> character == '\n').count() + 1;
  }
}
