package io.cistern.fs.mirror;

import io.cistern.application.contract.CompactorContract;
import io.cistern.application.contract.MirrorFixture;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** Compacting on a real disk sits the exam of every compactor. */
final class FileCompactorTest extends CompactorContract {
  @TempDir
  private Path root;

  @Override
  protected MirrorFixture create() {
    return OnDisk.fresh(root);
  }
}
