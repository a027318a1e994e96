package io.cistern.domain.change;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IgnoreRulesTest {
  @Test
  void patternsAreReadAsInAGitignoreFile() {
    IgnoreRules rules = IgnoreRules.NONE.within("", "# notes\n*.log\n!keep.log\nbuild/\n/top\ndocs/*.tmp\n\\#odd\n");

    assertThat(rules.leavesOut("a.log", false)).isTrue();
    assertThat(rules.leavesOut("deep/a.log", false)).isTrue();
    assertThat(rules.leavesOut("deep/keep.log", false)).isFalse();
    assertThat(rules.leavesOut("deep/build", true)).isTrue();
    assertThat(rules.leavesOut("deep/build", false)).isFalse();
    assertThat(rules.leavesOut("top", false)).isTrue();
    assertThat(rules.leavesOut("deep/top", false)).isFalse();
    assertThat(rules.leavesOut("docs/a.tmp", false)).isTrue();
    assertThat(rules.leavesOut("deep/docs/a.tmp", false)).isFalse();
    assertThat(rules.leavesOut("#odd", false)).isTrue();
    assertThat(rules.leavesOut("# notes", false)).isFalse();
  }

  @Test
  void aDirectoryThatIsTakenInAgainDoesNotTakeInEveryFileInIt() {
    IgnoreRules rules = IgnoreRules.NONE.within("", "*\n!*/\n!*.txt\n");

    assertThat(rules.leavesOut("a", true)).isFalse();
    assertThat(rules.leavesOut("a/b.txt", false)).isFalse();
    assertThat(rules.leavesOut("a/b.bin", false)).isTrue();
  }

  @Test
  void aDeeperDirectorysRulesComeFirstAndAreReadFromThere() {
    IgnoreRules above = IgnoreRules.NONE.within("", "*.log\n");
    IgnoreRules deeper = above.within("a/b", "!*.log\n/only-here\n");

    assertThat(deeper.leavesOut("a/b/x.log", false)).isFalse();
    assertThat(deeper.leavesOut("a/b/only-here", false)).isTrue();
    assertThat(deeper.leavesOut("a/b/c/only-here", false)).isFalse();
    assertThat(above.leavesOut("a/x.log", false)).isTrue();
  }

  @Test
  void trailingSpacesCountOnlyWhenTheyAreEscaped() {
    IgnoreRules rules = IgnoreRules.NONE.within("", "plain  \r\nspaced\\ \n");

    assertThat(rules.leavesOut("plain", false)).isTrue();
    assertThat(rules.leavesOut("spaced ", false)).isTrue();
    assertThat(rules.leavesOut("spaced", false)).isFalse();
  }

  @Test
  void theFilesBesideADatabaseBelongToIt() {
    assertThat(DatabaseUnit.databaseOf("dir/app.db-wal")).contains("dir/app.db");
    assertThat(DatabaseUnit.databaseOf("dir/app.db-shm")).contains("dir/app.db");
    assertThat(DatabaseUnit.databaseOf("dir/app.db-journal")).contains("dir/app.db");
    assertThat(DatabaseUnit.databaseOf("dir/app.db")).isEmpty();
    assertThat(DatabaseUnit.databaseOf("dir/-wal")).isEmpty();
  }
}
