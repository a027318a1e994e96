package io.cistern.cli.homes;

import io.cistern.cli.settings.PrivateFiles;
import io.cistern.cli.settings.Surroundings;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.probe.Fingerprint;
import io.cistern.domain.probe.HomeName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The user's credential homes: {@code homes/NAME/credential.json} in the configuration directory, files of mode 0600 in
 * directories of mode 0700 that belong to this user and are no links. Anything wider is refused, never repaired: it may
 * have been read already. Safe for use by many threads.
 */
public final class HomeDirectory {
  private static final String CREDENTIAL = "credential.json";

  /** Far above any token. */
  private static final long MOST_BYTES = 64 * 1024;

  private final Path homes;

  public HomeDirectory(Surroundings surroundings) {
    this.homes = surroundings.homes();
  }

  /**
   * The credential in a home; empty when there is no such home.
   *
   * @throws CisternException {@code Config} for a home that is not this user's alone, or cannot be understood
   */
  public Optional<Credential> find(HomeName name) {
    return text(name).map(text -> CredentialText.read(text)
        .orElseThrow(() -> new CisternException(new Failure.Config(
            file(name) + ": no credential that is understood; store it again with cistern login --home " + name))));
  }

  /**
   * The credential in a home, for a broker.
   *
   * @throws CisternException {@code NoToken} when there is no such home, {@code Usage} when it is for another broker
   */
  public Credential require(HomeName name, String baseUrl) {
    Credential found = find(name).orElseThrow(() -> new CisternException(
        new Failure.NoToken("there is no credential home " + name + "; cistern login --list shows those that are")));
    if (!found.isFor(baseUrl)) {
      throw new CisternException(new Failure.Usage(
          "credential home " + name + " is for " + found.baseUrl() + ", and its token is sent nowhere else; "
              + baseUrl + " needs one of its own"));
    }
    return found;
  }

  /** What distinguishes the credential in a home from the one before and the one after; empty when there is none. */
  public Optional<Fingerprint> fingerprint(HomeName name) {
    return text(name).map(HomeDirectory::hash);
  }

  /** Stores the credential in one step; what the home held before is gone. */
  public void store(HomeName name, Credential credential) {
    Path home = directory(name);
    try {
      PrivateFiles.directory(home);
      requireHome(home);
      if (Files.exists(file(name), LinkOption.NOFOLLOW_LINKS)) {
        OwnersAlone.requireFile(file(name));
      }
      PrivateFiles.replace(file(name), CredentialText.write(credential));
    } catch (IOException failed) {
      throw io(home, "cannot store a credential in " + home, failed);
    }
  }

  /** Drops a home; false when there was none. Works on a home that is open to others, too: that is a way out. */
  public boolean drop(HomeName name) {
    Path home = directory(name);
    try {
      if (!Files.isDirectory(home, LinkOption.NOFOLLOW_LINKS)) {
        return false;
      }
      boolean held = Files.deleteIfExists(file(name));
      deleteIfEmpty(home);
      return held;
    } catch (IOException failed) {
      throw io(home, "cannot drop the credential in " + home, failed);
    }
  }

  /** The names of all homes that hold a credential, in order. */
  public List<HomeName> names() {
    List<HomeName> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(homes)) {
      for (Path entry : entries) {
        Optional<HomeName> name = HomeName.parse(String.valueOf(entry.getFileName()));
        if (name.isPresent() && Files.exists(entry.resolve(CREDENTIAL), LinkOption.NOFOLLOW_LINKS)) {
          found.add(name.get());
        }
      }
    } catch (NoSuchFileException absent) {
      return List.of();
    } catch (IOException unreadable) {
      throw io(homes, "cannot look into " + homes, unreadable);
    }
    return found.stream().sorted().toList();
  }

  /** All homes, as they may be shown. */
  public List<StoredHome> list() {
    List<StoredHome> shown = new ArrayList<>();
    for (HomeName name : names()) {
      find(name).ifPresent(credential -> shown.add(
          new StoredHome(name, credential.baseUrl(), Credential.KIND, credential.source())));
    }
    return shown;
  }

  /** Where a home keeps what it holds. */
  public Path directory(HomeName name) {
    return homes.resolve(name.value());
  }

  private Path file(HomeName name) {
    return directory(name).resolve(CREDENTIAL);
  }

  private Optional<String> text(HomeName name) {
    Path file = file(name);
    try {
      if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        return Optional.empty();
      }
      requireHome(directory(name));
      OwnersAlone.requireFile(file);
      if (Files.size(file) > MOST_BYTES) {
        throw new CisternException(new Failure.Config(file + ": no credential is that large"));
      }
      return Optional.of(Files.readString(file, StandardCharsets.UTF_8));
    } catch (NoSuchFileException gone) {
      return Optional.empty();
    } catch (IOException unreadable) {
      throw io(file, "cannot read " + file, unreadable);
    }
  }

  /** The directory above counts, too: whoever may write there can put another home in this one's place. */
  private void requireHome(Path home) throws IOException {
    OwnersAlone.requireDirectory(homes);
    OwnersAlone.requireDirectory(home);
  }

  private static void deleteIfEmpty(Path home) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(home)) {
      if (entries.iterator().hasNext()) {
        return;
      }
    }
    Files.deleteIfExists(home);
  }

  private static Fingerprint hash(String text) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return new Fingerprint(HexFormat.of().formatHex(hash));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }

  /** The system's words may repeat a path, never a content. */
  private static CisternException io(Path path, String message, IOException cause) {
    return new CisternException(
        new Failure.LocalIo(path.toString(), message + " (" + cause.getClass().getSimpleName() + ")"), cause);
  }
}
