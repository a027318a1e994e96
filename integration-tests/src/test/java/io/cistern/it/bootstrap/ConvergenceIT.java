package io.cistern.it.bootstrap;

import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever happens on the way, a mirror ends as the workspace is. */
class ConvergenceIT {
  private static final int EACH = Boolean.getBoolean("cistern.campaign") ? 100 : 10;

  @Property(tries = 10, edgeCases = EdgeCasesMode.NONE)
  void theMirrorEqualsTheWorkspaceOnceFaultsStop(@ForAll("ordinary") List<History> histories) {
    histories.forEach(history -> new Convergence(history).happens());
  }

  @Property(tries = 10, edgeCases = EdgeCasesMode.NONE)
  void alsoWhereFilesHaveTheNamesOfDirectories(@ForAll("clashing") List<History> histories) {
    histories.forEach(history -> new Convergence(history).happens());
  }

  @Provide
  Arbitrary<List<History>> ordinary() {
    return Histories.ordinary().list().ofSize(EACH);
  }

  @Provide
  Arbitrary<List<History>> clashing() {
    return Histories.clashing().list().ofSize(EACH);
  }
}
