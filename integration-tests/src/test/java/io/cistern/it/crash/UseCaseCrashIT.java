package io.cistern.it.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The use cases themselves, cut anywhere: see {@link UseCaseCrashes} for what is demanded of what is left. */
class UseCaseCrashIT {
  private static final boolean CAMPAIGN = Boolean.getBoolean("cistern.campaign");
  private static final int MOMENTS = CAMPAIGN ? Integer.MAX_VALUE : 6;
  private static final int SURVIVORS = CAMPAIGN ? 16 : 2;

  @Property(tries = 8, edgeCases = EdgeCasesMode.NONE)
  void noStepOfACloneOrAHydrationLosesTearsOrRepeatsAnything(
      @ForAll("workspaces") Workspace workspace, @ForAll long seed) {
    UseCaseCrashes crashes = new UseCaseCrashes(workspace, seed, MOMENTS, SURVIVORS);

    crashes.run();

    System.out.println("UseCaseCrashIT " + workspace + ": " + crashes.cases() + " states judged, seed " + seed);
    assertThat(crashes.cases()).isGreaterThan(20);
  }

  @Property(tries = 8, edgeCases = EdgeCasesMode.NONE)
  void aFullDiskIsToldByItsNameAndKeepsNothingFromGoingOnLater(
      @ForAll("workspaces") Workspace workspace, @ForAll long seed) {
    UseCaseCrashes crashes = new UseCaseCrashes(workspace, seed, MOMENTS, SURVIVORS);

    crashes.fillUp();

    System.out.println("UseCaseCrashIT " + workspace + ": " + crashes.cases() + " states after a full disk judged");
  }

  /** Files and directories never share a name; one file is truly empty. */
  @Provide
  Arbitrary<Workspace> workspaces() {
    Arbitrary<String> directories = Arbitraries.of("", "/d", "/d/e", "/d/e/f", "/é");
    Arbitrary<String> names = Arbitraries.of("/r", "/s-", "/s", "/t.md");
    Arbitrary<String> paths = Combinators.combine(directories, names).as(String::concat);
    Arbitrary<String> texts = Arbitraries.integers().between(1, 99).map(number -> "text " + number);
    Arbitrary<SortedMap<String, String>> files = Arbitraries.maps(paths, texts).ofMinSize(1).ofMaxSize(5)
        .map(UseCaseCrashIT::withAnEmptyFile);
    Arbitrary<Integer> few = Arbitraries.integers().between(1, 3);
    return Combinators.combine(files, few, few, few).as(Workspace::new);
  }

  private static SortedMap<String, String> withAnEmptyFile(Map<String, String> files) {
    SortedMap<String, String> all = new TreeMap<>(files);
    all.put("/d/empty", "");
    return all;
  }
}
