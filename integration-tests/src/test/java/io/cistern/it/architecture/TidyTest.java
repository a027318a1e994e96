package io.cistern.it.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Reads sources and documents and holds them to the habits of the house. What is a habit and no law is printed, under
 * "look again".
 */
class TidyTest {
  private static Repository repository;
  private static List<Outline> outlines;

  @BeforeAll
  static void readTheRepository() {
    repository = Repository.read();
    outlines = Outline.of(repository.mainSources());
  }

  @Test
  void everyModuleIsRead() {
    assertThat(repository.mainSources()).extracting(file -> file.path().getName(0).toString())
        .contains("domain", "application", "adapters-fs", "adapters-http", "adapters-cli");
    assertThat(repository.testSources()).isNotEmpty();
    assertThat(repository.documents()).isNotEmpty();
  }

  @Test
  void mainFilesStayUnderThreeHundredLines() {
    assertNothing(repository.mainSources(), file -> TidyRules.tooLong(file, TidyRules.LONGEST_MAIN_FILE));
  }

  @Test
  void habitsOfSizeAreReported() {
    Stream<String> tests = repository.testSources().stream()
        .flatMap(file -> TidyRules.tooLong(file, TidyRules.LONGEST_TEST_FILE).stream());
    Stream<String> methods = outlines.stream().flatMap(TidyTest::largeMethods);
    Stream<String> packages = typesPerPackage().entrySet().stream()
        .filter(entry -> entry.getValue() > TidyRules.LARGEST_PACKAGE && !entry.getKey().endsWith(".port"))
        .map(entry -> entry.getKey() + " has " + entry.getValue() + " types");
    Stream.of(tests, methods, packages).flatMap(Function.identity())
        .forEach(finding -> System.out.println("look again: " + finding));
  }

  @Test
  void everyMainPackageHasAPageThatBeginsWithASentence() {
    Set<Path> withCode = directories(repository.mainSources());
    List<SourceFile> pages = repository.mainSources().stream()
        .filter(file -> file.fileName().equals("package-info.java")).toList();
    assertThat(directories(pages)).containsAll(withCode);
    assertNothing(pages, TidyRules::pageWithoutSentence);
  }

  @Test
  void namesUseTheWordsOfTheGlossary() {
    assertThat(outlines.stream().flatMap(outline -> TidyRules.replacedWords(outline).stream())).isEmpty();
  }

  @Test
  void nothingIsLeftUnfinishedWithoutAnIssue() {
    assertNothing(repository.all(), TidyRules::unfinished);
  }

  @Test
  void nothingSleeps() {
    assertNothing(repository.mainSources(), TidyRules::sleeps);
    assertNothing(repository.testSources(), TidyRules::sleeps);
  }

  @Test
  void onlyTheCommandLinePrints() {
    assertNothing(repository.mainSources(), TidyRules::printsPastThePrinter);
  }

  @Test
  void noTestIsSkippedAndNoneMocks() {
    assertNothing(repository.testSources(), TidyRules::skipsOrMocks);
  }

  @Test
  void textsSpeakOfTheProgramAlone() {
    assertNothing(repository.all(), TidyRules::speaksOfStaff);
  }

  @Test
  void noTextNamesTheMachineItWasWrittenOn() {
    Set<String> here = Stream.of(
        System.getProperty("user.home"), System.getProperty("java.home"), repository.directory().toString())
        .filter(directory -> directory.length() > 1).collect(Collectors.toSet());
    assertNothing(repository.all(), file -> TidyRules.namesAMachine(file, here));
  }

  @Test
  void linksOfTheDocumentsResolve() {
    assertNothing(repository.documents(), document -> Documents.brokenLinks(repository.directory(), document));
  }

  @Test
  void documentsThatSourcesNameExist() {
    assertNothing(repository.mainSources(), file -> TidyRules.namedDocuments(file).stream()
        .filter(name -> repository.document(name).isEmpty()).map(name -> file.path() + " names " + name).toList());
  }

  @Test
  void everyNumberThatMainCodeCitesIsARow() {
    Set<String> known = rows().map(Documents.Row::id).collect(Collectors.toSet());
    assertNothing(repository.mainSources(), file -> TidyRules.cited(file).stream()
        .filter(id -> !known.contains(id)).map(id -> file.path() + " cites " + id).toList());
  }

  @Test
  void rowsAreCompleteAndStandOnce() {
    List<String> ids = rows().map(Documents.Row::id).toList();
    assertThat(ids).doesNotHaveDuplicates();
    assertThat(ids).containsAll(numbered("I", 14)).containsAll(numbered("G", 11)).containsAll(numbered("F", 19));
  }

  @Test
  void everyRowNamesATestThatExistsOrSaysThatItComesLater() {
    Set<String> tests = typeNames(repository.testSources());
    assertThat(rows().filter(row -> row.tests().isEmpty() && !row.later())).isEmpty();
    assertThat(rows().flatMap(row -> row.tests().stream().filter(name -> !tests.contains(name))
        .map(name -> row.id() + " names " + name))).isEmpty();
  }

  @Test
  void everyRowNamesAKeeperThatExistsUnlessItComesLater() {
    Set<String> types = typeNames(repository.mainSources());
    assertThat(rows().filter(row -> !row.later() && !row.id().startsWith("G"))
        .filter(row -> row.keepers().isEmpty() || !types.containsAll(row.keepers()))).isEmpty();
  }

  private static Stream<Documents.Row> rows() {
    return Stream.of("docs/invariants.md", "docs/commit-path.md")
        .flatMap(name -> Documents.rows(repository.document(name).orElseThrow()).stream());
  }

  private static List<String> numbered(String letter, int last) {
    return Stream.iterate(1, number -> number <= last, number -> number + 1).map(number -> letter + number).toList();
  }

  private static Stream<String> largeMethods(Outline outline) {
    return outline.methods().stream()
        .filter(it -> it.lines() > TidyRules.LONGEST_METHOD
            || (it.parameters() > TidyRules.MOST_PARAMETERS && it.name().equals("<init>")))
        .map(it -> outline.source() + ": " + it.name() + " has " + it.lines() + " lines and " + it.parameters()
            + " parameters");
  }

  private static Map<String, Long> typesPerPackage() {
    return repository.mainSources().stream().filter(file -> !file.fileName().equals("package-info.java"))
        .collect(Collectors.groupingBy(SourceFile::packageName, Collectors.counting()));
  }

  private static Set<Path> directories(List<SourceFile> files) {
    return files.stream().map(file -> file.path().getParent()).collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> typeNames(List<SourceFile> files) {
    return files.stream().map(SourceFile::typeName).collect(Collectors.toSet());
  }

  private static void assertNothing(List<SourceFile> files, Function<SourceFile, List<String>> rule) {
    assertThat(files.stream().flatMap(file -> rule.apply(file).stream())).isEmpty();
  }
}
