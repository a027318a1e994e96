package io.cistern.cli.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The lines of a TOML file, of which one assignment is replaced or added while all others stay as they are.
 *
 * <p>It finds lines, it does not understand TOML: who uses it reads the result with a parser before trusting it.
 */
final class TomlText {
  private static final Pattern TABLE = Pattern.compile("\\s*\\[\\s*([^\\[\\]]+?)\\s*]\\s*(#.*)?");
  private static final Pattern ASSIGNMENT = Pattern.compile("\\s*([A-Za-z0-9_.\" '-]+?)\\s*=(.*)");

  private final List<String> lines;

  TomlText(String text) {
    this.lines = new ArrayList<>(text.isEmpty() ? List.of() : List.of(text.split("\n", -1)));
    if (!lines.isEmpty() && lines.getLast().isEmpty()) {
      lines.removeLast();
    }
  }

  /** Sets {@code section.name} to a value in TOML's spelling. */
  void set(String section, String name, String value) {
    String table = "";
    int endOfSection = -1;
    for (int i = 0; i < lines.size(); i++) {
      Matcher header = TABLE.matcher(lines.get(i));
      Matcher assignment = ASSIGNMENT.matcher(lines.get(i));
      if (header.matches()) {
        table = plain(header.group(1));
      } else if (assignment.matches()) {
        int last = endOfValue(i, assignment.group(2));
        String key = table.isEmpty() ? plain(assignment.group(1)) : table + "." + plain(assignment.group(1));
        if (key.equals(section + "." + name)) {
          replace(i, last, assignment.start(2), value);
          return;
        }
        i = last;
      }
      endOfSection = table.equals(section) && !lines.get(i).isBlank() ? i + 1 : endOfSection;
    }
    add(endOfSection, section, name, value);
  }

  String text() {
    return String.join("\n", lines) + "\n";
  }

  private void replace(int first, int last, int valueAt, String value) {
    lines.set(first, lines.get(first).substring(0, valueAt) + " " + value);
    lines.subList(first + 1, last + 1).clear();
  }

  private void add(int endOfSection, String section, String name, String value) {
    String line = name + " = " + value;
    if (endOfSection >= 0) {
      lines.add(endOfSection, line);
      return;
    }
    if (!lines.isEmpty()) {
      lines.add("");
    }
    lines.add("[" + section + "]");
    lines.add(line);
  }

  /** Lists may span lines; everything else that settings hold stands on one. */
  private int endOfValue(int first, String start) {
    int open = depth(start);
    int last = first;
    while (open > 0 && last + 1 < lines.size()) {
      last++;
      open += depth(lines.get(last));
    }
    return last;
  }

  /** Opening brackets less closing ones, outside of texts and comments. */
  private static int depth(String text) {
    int depth = 0;
    char quote = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote != 0) {
        if (c == '\\' && quote == '"') {
          i++;
        } else if (c == quote) {
          quote = 0;
        }
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (c == '#') {
        break;
      } else {
        depth += c == '[' ? 1 : c == ']' ? -1 : 0;
      }
    }
    return depth;
  }

  private static String plain(String key) {
    return key.replaceAll("[\"'\\s]", "");
  }
}
