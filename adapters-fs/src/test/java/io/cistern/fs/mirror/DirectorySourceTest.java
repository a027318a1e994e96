package io.cistern.fs.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.contract.LocalSourceContract;
import io.cistern.application.contract.SourceFixture;
import io.cistern.application.port.LocalSource;
import io.cistern.application.port.LocalSource.Found;
import io.cistern.application.port.LocalSource.Opening;
import io.cistern.domain.change.Refusal;
import io.cistern.fs.disk.DiskException.Kind;
import io.cistern.fs.testing.SimDisk;
import io.cistern.fs.testing.SimOptions;
import io.cistern.fs.tree.DirectorySource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A directory of this machine sits the exam of every source. */
class DirectorySourceTest extends LocalSourceContract {
  @TempDir
  private Path root;

  @Override
  protected SourceFixture create() {
    return new OnDisk(root, DirectorySource.open(root, InstantSource.system()));
  }

  @Test
  void whatMayNotBeReadIsToldInItsPlaceAndTheRestIsFound() {
    SimDisk disk = new SimDisk(SimOptions.PLAIN, InstantSource.system());
    disk.person().save("a", "1");
    disk.person().save("closed", "2");
    disk.person().save("z", "3");
    disk.deny("closed", Kind.NO_ACCESS);
    LocalSource source = new DirectorySource(disk.process("P"), InstantSource.system());
    List<Found> found = new ArrayList<>();

    source.scan("", found::add);

    assertThat(found).extracting(Found::name).containsExactly("a", "closed", "z");
    assertThat(source.open("closed")).isInstanceOfSatisfying(
        Opening.Refused.class, refused -> assertThat(refused.reason()).isEqualTo(Refusal.UNREADABLE));
  }

  @Test
  void aLinkOnTheWayIsNotFollowed() throws IOException {
    Path outside = Files.createDirectory(root.resolve("outside"));
    Files.writeString(outside.resolve("secret"), "s");
    Path inside = Files.createDirectory(root.resolve("inside"));
    Files.createSymbolicLink(inside.resolve("way"), outside);
    try (LocalSource source = DirectorySource.open(inside, InstantSource.system())) {
      assertThat(source.open("way/secret")).isInstanceOf(Opening.Refused.class);
      assertThat(source.look("way/secret")).isEmpty();
    }
  }

  private record OnDisk(Path root, LocalSource source) implements SourceFixture {
    @Override
    public void writes(String name, String text) {
      done(() -> {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Path next = Files.writeString(root.resolve("next to be"), text);
        Files.move(next, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      });
    }

    @Override
    public void removes(String name) {
      done(() -> Files.delete(root.resolve(name)));
    }

    @Override
    public void links(String name) {
      done(() -> Files.createSymbolicLink(root.resolve(name), Path.of("nowhere")));
    }

    @Override
    public void putsPipe(String name) {
      done(() -> {
        try {
          int code = new ProcessBuilder("mkfifo", root.resolve(name).toString()).start().waitFor();
          assertThat(code).isZero();
        } catch (InterruptedException interrupted) {
          throw new IllegalStateException(interrupted);
        }
      });
    }

    @Override
    public void close() {
      source.close();
    }

    private interface Act {
      void perform() throws IOException;
    }

    private static void done(Act act) {
      try {
        act.perform();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
