package io.cistern.fs.disk;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.domain.failure.Failure;
import io.cistern.fs.disk.DiskException.Kind;
import io.cistern.fs.log.codec.LogFailures;
import io.cistern.fs.tree.Failures;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class SystemErrorTest {
  @ParameterizedTest
  @EnumSource(SystemError.class)
  void isOfTheKindThatIsDecidedOn(SystemError error) {
    Kind kind = switch (error) {
      case EIO -> Kind.OTHER;
      case ENOSPC, EDQUOT -> Kind.NO_SPACE;
      case EMFILE -> Kind.TOO_MANY_OPEN;
      case EACCES, EROFS -> Kind.NO_ACCESS;
    };

    assertThat(error.of("write", "f").kind()).isEqualTo(kind);
    assertThat(error.of("write", "f")).hasMessageContaining("f").hasMessageContaining(error.name());
  }

  @ParameterizedTest
  @EnumSource(SystemError.class)
  void isTheSameToBothDisks(SystemError error) {
    assertThat(JavaErrors.failure(error.asJavaSaysIt("f"), "write", "f").kind())
        .isEqualTo(error.of("write", "f").kind());
    assertThat(JavaErrors.forceFailed(error.asJavaSaysIt("f"), "f").kind()).isEqualTo(error.ofForce("f").kind());
  }

  @ParameterizedTest
  @EnumSource(SystemError.class)
  void ofAForceTaints(SystemError error) {
    Taint taint = new Taint();

    try {
      taint.force("f", () -> {
        throw error.ofForce("f");
      });
    } catch (DiskException failed) {
      assertThat(failed.kind()).isEqualTo(error.isFull() ? Kind.NO_SPACE : Kind.OTHER);
    }

    assertThat(taint.isSet()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(SystemError.class)
  void isToldAsAFullDiskOrAsWhatFailed(SystemError error) {
    Class<? extends Failure> told = error.isFull() ? Failure.LocalDiskFull.class : Failure.LocalIo.class;

    assertThat(Failures.of(error.of("write", "f")).failure()).isInstanceOf(told);
    assertThat(LogFailures.of(error.of("write", "f")).failure()).isInstanceOf(told);
  }
}
