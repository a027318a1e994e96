package io.cistern.it.architecture;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a source must not say, and what it must: each rule answers with one line per finding. */
final class TidyRules {
  /** Look again beyond these (habits, not laws); only the first is a law. */
  static final int LONGEST_MAIN_FILE = 300;
  static final int LONGEST_TEST_FILE = 500;
  static final int LONGEST_METHOD = 40;
  static final int MOST_PARAMETERS = 7;
  static final int LARGEST_PACKAGE = 20;

  /** Words that the glossary replaces, as they stand in identifiers. */
  private static final List<String> REPLACED =
      List.of("ghost", "stub", "prefetch", "warm-up", "warmup", "wal", "gc", "vacuum", "bookmark", "dead-letter");

  /** Where names follow the wire contract, its words are ours. */
  private static final Pattern SPELLS_THE_WIRE = Pattern.compile("/http/(wire|client|broker)/");

  private static final Pattern WORD_EDGE =
      Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[_.$]+");

  private static final Pattern UNFINISHED = Pattern.compile("\\b(TO[D]O|FIX[M]E|X[X]X)\\b(?!\\(#\\d+\\))");
  private static final Pattern SLEEPS = Pattern.compile("\\bThread\\.sleep\\b|\\bTimeUnit\\.\\w+\\.sleep\\b");
  private static final Pattern PRINTS = Pattern.compile("\\bSystem\\.(out|err)\\b");
  private static final Pattern PRINTS_STACK = Pattern.compile("\\bprintStackTrace\\b");
  private static final Pattern PRINTS_STACK_TO_NOWHERE = Pattern.compile("\\bprintStackTrace\\(\\)");
  private static final Pattern SKIPS_OR_MOCKS = Pattern.compile(
      "@Dis[a]bled\\b|\\bAssumptions?\\.\\w+|\\bassume(True|False|That|ThatCode)\\b|\\borg\\.mockito\\b|\\beasymock\\b");

  /** A text speaks of the program, not of who works on it or when. */
  private static final Pattern STAFFING = Pattern.compile(
      "(?i)\\b(team[m]ates?|co-?work[e]rs?|colleag[u]es?|assist[a]nts?|co-auth[o]red-by|as (instructed|requested)"
          + "|the (brief|hand-?over))\\b");

  private static final Pattern SOMEBODYS_HOME = Pattern.compile("(?<![\\w.:/}])/(home|Users)/[a-z]\\w*");

  private static final Pattern PAGE = Pattern.compile("/\\*\\*(.*?)\\*/", Pattern.DOTALL);
  private static final Pattern DOCUMENT = Pattern.compile("(?<![\\w/])(docs/[\\w./-]+|[A-Z]{3,}[\\w-]*)\\.md\\b");

  private TidyRules() {}

  static List<String> tooLong(SourceFile file, int limit) {
    int lines = file.lineCount();
    return lines > limit ? List.of(file.path() + " has " + lines + " lines, the bound is " + limit) : List.of();
  }

  /** Declared names that hold a word which the glossary replaces. */
  static List<String> replacedWords(Outline outline) {
    List<String> found = new ArrayList<>();
    for (String name : new TreeSet<>(outline.names())) {
      String words = "-" + WORD_EDGE.matcher(name).replaceAll("-").toLowerCase(Locale.ROOT) + "-";
      for (String word : REPLACED) {
        boolean wire = word.equals("dead-letter") && SPELLS_THE_WIRE.matcher(outline.source()).find();
        if (!wire && words.contains("-" + word + "-")) {
          found.add(outline.source() + ": " + name + " says " + word);
        }
      }
    }
    return found;
  }

  static List<String> unfinished(SourceFile file) {
    return file.matches(UNFINISHED);
  }

  static List<String> sleeps(SourceFile file) {
    return file.matches(SLEEPS);
  }

  static List<String> printsPastThePrinter(SourceFile file) {
    if (file.packageName().startsWith("io.cistern.cli")) {
      return file.matches(PRINTS_STACK_TO_NOWHERE);
    }
    List<String> found = new ArrayList<>(file.matches(PRINTS_STACK));
    found.addAll(file.matches(PRINTS));
    return found;
  }

  static List<String> skipsOrMocks(SourceFile file) {
    return file.matches(SKIPS_OR_MOCKS);
  }

  static List<String> speaksOfStaff(SourceFile file) {
    return file.matches(STAFFING);
  }

  /**
   * Paths that only one machine has.
   *
   * @param here directories of the machine that runs the test
   */
  static List<String> namesAMachine(SourceFile file, Set<String> here) {
    List<String> found = new ArrayList<>(file.matches(SOMEBODYS_HOME));
    for (String directory : here) {
      found.addAll(file.matches(Pattern.compile("(?<![\\w.:/}])" + Pattern.quote(directory) + "/(?=\\w)")));
    }
    return found;
  }

  /** A package page begins with one full sentence. */
  static List<String> pageWithoutSentence(SourceFile page) {
    Matcher matcher = PAGE.matcher(page.text());
    if (!matcher.find()) {
      return List.of(page.path() + " says nothing");
    }
    String text = matcher.group(1).replaceAll("(?m)^\\s*\\* ?", "").replaceAll("\\s+", " ").strip();
    Matcher sentence = Pattern.compile("^(\\p{Lu}|\\{@)(?:[^.]|\\.(?! |$))*\\.(?= |$)").matcher(text);
    boolean full = sentence.find() && sentence.group().split(" ", -1).length >= 4;
    return full ? List.of() : List.of(page.path() + " does not begin with a full sentence");
  }

  /** Numbers of invariants, goals and flaws that a source cites, such as {@code I5}. */
  static Set<String> cited(SourceFile file) {
    Matcher matcher = Pattern.compile("(?<![\\w\"'+#./-])[IGF][1-9]\\d?(?!\\w)").matcher(comments(file.text()));
    Set<String> found = new TreeSet<>();
    while (matcher.find()) {
      found.add(matcher.group());
    }
    return found;
  }

  /** Documents that a source names in its comments. */
  static Set<String> namedDocuments(SourceFile file) {
    Matcher matcher = DOCUMENT.matcher(comments(file.text()));
    Set<String> found = new TreeSet<>();
    while (matcher.find()) {
      found.add(matcher.group());
    }
    return found;
  }

  /** Comments and the beginnings of messages; identifiers in code are nobody's citation. */
  private static String comments(String text) {
    Matcher matcher = Pattern.compile("/\\*.*?\\*/|//[^\n]*|\"[IGF]\\d\\d?: ", Pattern.DOTALL).matcher(text);
    StringBuilder comments = new StringBuilder();
    while (matcher.find()) {
      comments.append(' ').append(matcher.group().replace("\"", " ")).append('\n');
    }
    return comments.toString();
  }
}
