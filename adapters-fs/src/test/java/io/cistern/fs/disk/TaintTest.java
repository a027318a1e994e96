package io.cistern.fs.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cistern.fs.disk.DiskException.Kind;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class TaintTest {
  private final Taint taint = new Taint();

  private void failToForce(Kind kind) {
    assertThatThrownBy(() -> taint.force("f", () -> {
      throw new DiskException(kind, "force", "f", "planned");
    })).isInstanceOfSatisfying(DiskException.class, failed -> assertThat(failed.kind()).isEqualTo(kind));
  }

  @ParameterizedTest
  @EnumSource(value = Kind.class, names = {"OTHER", "NO_SPACE"})
  void isSetByAForceThatFailed(Kind kind) {
    failToForce(kind);
    assertThat(taint.isSet()).isTrue();
    assertThatThrownBy(() -> taint.refuse("write", "f")).isInstanceOfSatisfying(
        DiskException.class, refused -> assertThat(refused.kind()).isEqualTo(Kind.TAINTED));
    assertThatThrownBy(() -> taint.force("f", () -> {})).hasMessageContaining("failed earlier");
  }

  @ParameterizedTest
  @EnumSource(value = Kind.class, names = {"OTHER", "NO_SPACE"}, mode = EnumSource.Mode.EXCLUDE)
  void isNotSetByAForceThatWasNotTried(Kind kind) throws DiskException {
    failToForce(kind);
    assertThat(taint.isSet()).isFalse();
    taint.refuse("write", "f");
  }

  @Test
  void isSetForAllThatWriteThroughADisk() throws DiskException {
    DiskFile untouched = new TaintedFile(new BrokenFile(), "f", taint);
    assertThatThrownBy(untouched::force).isInstanceOf(DiskException.class);
    for (var write : new Taint.Force[]{
        () -> untouched.write(0, ByteBuffer.allocate(1)), () -> untouched.truncate(0),
        () -> untouched.reserve(1), () -> untouched.setModified(0), untouched::force}) {
      assertThatThrownBy(write::run).hasMessageContaining("failed earlier");
    }
    assertThat(untouched.read(0, ByteBuffer.allocate(1))).isZero();
  }

  /** Everything works but forcing. */
  private static final class BrokenFile implements DiskFile {
    @Override
    public int read(long position, ByteBuffer into) {
      return 0;
    }

    @Override
    public void write(long position, ByteBuffer from) {
      throw new AssertionError("written");
    }

    @Override
    public FileFacts facts() {
      throw new AssertionError("not asked");
    }

    @Override
    public void force() throws DiskException {
      throw new DiskException(Kind.OTHER, "force", "f", "planned");
    }

    @Override
    public void truncate(long length) {
      throw new AssertionError("written");
    }

    @Override
    public void reserve(long length) {
      throw new AssertionError("written");
    }

    @Override
    public void setModified(long nanos) {
      throw new AssertionError("written");
    }

    @Override
    public void close() {}
  }
}
