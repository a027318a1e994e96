package io.cistern.it.architecture;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the documents promise: links that lead somewhere, and tables whose rows name classes. */
final class Documents {
  private static final Pattern LINK = Pattern.compile("\\[[^\\]]*\\]\\(([^)\\s]+)\\)");
  private static final Pattern FENCE = Pattern.compile("(?ms)^```.*?^```");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ +(.*)$");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| *([IGF]\\d+) *\\|(.*)\\|\\s*$");
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final Pattern TYPE = Pattern.compile("([A-Z]\\w+)(\\.\\w+)?");

  private Documents() {}

  /**
   * One line of a table of invariants, goals or flaws.
   *
   * @param keepers main classes, from the last column but one
   * @param tests test classes, from the last column
   * @param later whether its test comes with a later issue; the last column then says so
   */
  record Row(String id, List<String> keepers, List<String> tests, boolean later) {}

  /** Links of a document that lead nowhere, in the repository that lies at {@code root}. */
  static List<String> brokenLinks(Path root, SourceFile document) {
    List<String> broken = new ArrayList<>();
    Matcher link = LINK.matcher(FENCE.matcher(document.text()).replaceAll(""));
    while (link.find()) {
      String target = link.group(1);
      if (!target.matches("[a-z]+:.*") && !resolves(root, document, target)) {
        broken.add(document.path() + " links to " + target);
      }
    }
    return broken;
  }

  /** Rows whose first cell is a number such as {@code I1}. */
  static List<Row> rows(SourceFile document) {
    List<Row> rows = new ArrayList<>();
    Matcher matcher = ROW.matcher(document.text());
    while (matcher.find()) {
      String[] cells = matcher.group(2).split("\\|", -1);
      String last = cells[cells.length - 1];
      String keepers = cells.length < 2 ? "" : cells[cells.length - 2];
      rows.add(new Row(matcher.group(1), types(keepers), types(last), last.contains("later:")));
    }
    return rows;
  }

  private static boolean resolves(Path root, SourceFile document, String target) {
    int hash = target.indexOf('#');
    String file = hash < 0 ? target : target.substring(0, hash);
    String anchor = hash < 0 ? "" : target.substring(hash + 1);
    if (file.isEmpty()) {
      return anchors(document.text()).contains(anchor);
    }
    Path found = root.resolve(document.path()).resolveSibling(file).normalize();
    if (!found.startsWith(root) || !Files.exists(found)) {
      return false;
    }
    return anchor.isEmpty() || anchors(Repository.text(found)).contains(anchor);
  }

  private static List<String> anchors(String text) {
    List<String> anchors = new ArrayList<>();
    Matcher heading = HEADING.matcher(FENCE.matcher(text).replaceAll(""));
    while (heading.find()) {
      String words = heading.group(1).strip().toLowerCase(Locale.ROOT);
      anchors.add(words.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'));
    }
    return anchors;
  }

  private static List<String> types(String cell) {
    List<String> types = new ArrayList<>();
    Matcher code = CODE.matcher(cell);
    while (code.find()) {
      Matcher type = TYPE.matcher(code.group(1));
      if (type.matches()) {
        types.add(type.group(1));
      }
    }
    return types;
  }
}
