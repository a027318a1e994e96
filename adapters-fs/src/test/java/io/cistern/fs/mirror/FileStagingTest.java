package io.cistern.fs.mirror;

import io.cistern.application.contract.MirrorFixture;
import io.cistern.application.contract.StagingContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** Staging on a real disk sits the exam of every staging. */
final class FileStagingTest extends StagingContract {
  @TempDir
  private Path root;

  @Override
  protected MirrorFixture create() {
    return OnDisk.fresh(root);
  }
}
