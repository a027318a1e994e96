package io.cistern.fs.mirror;

import io.cistern.application.contract.MirrorFixture;
import io.cistern.application.contract.WorkingTreeContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The tree on a real disk sits the exam of every working tree. */
final class FileWorkingTreeTest extends WorkingTreeContract {
  @TempDir
  private Path root;

  @Override
  protected MirrorFixture create() {
    return OnDisk.fresh(root);
  }
}
