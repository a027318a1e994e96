package io.cistern.cli.settings;

import io.cistern.domain.probe.HomeName;
import java.nio.file.Path;

/** Where a token comes from; never the token itself. */
public sealed interface TokenOrigin {
  /** The first line of a file that is its owner's alone; absolute. */
  record File(Path path) implements TokenOrigin {}

  /** The first line of what a shell command prints. */
  record Command(String line) implements TokenOrigin {}

  /** An environment variable. */
  record Variable(String name) implements TokenOrigin {}

  /** A credential home, which says itself where its token comes from and which broker it is for. */
  record Home(HomeName name) implements TokenOrigin {}
}
