package io.cistern.domain.health;

import io.cistern.domain.workspace.ContentHash;

/** What {@code verify} can find at a path: one record per disease. */
public sealed interface Finding {
  /** The path, or the quarantined name. */
  String name();

  /** What it means for the person. */
  Severity severity();

  /** One line for people. */
  String message();

  /** A file differs from the remote version because it was edited here. */
  record LocalEdit(String name) implements Finding {
    @Override
    public Severity severity() {
      return Severity.NOTE;
    }

    @Override
    public String message() {
      return "changed here, not sent";
    }
  }

  /** A file that was edited here has the remote version's bytes again. */
  record EditUndone(String name) implements Finding {
    @Override
    public Severity severity() {
      return Severity.NOTE;
    }

    @Override
    public String message() {
      return "has the remote version's content again";
    }
  }

  /** A file is the remote version, but looks different from what was remembered, as in a copied mirror. */
  record StaleMemo(String name) implements Finding {
    @Override
    public Severity severity() {
      return Severity.NOTE;
    }

    @Override
    public String message() {
      return "content is right; its remembered time stamps were out of date";
    }
  }

  /** The bytes changed although nothing about the file says that anyone wrote to it. */
  record SilentChange(String name, ContentHash expected, ContentHash actual) implements Finding {
    @Override
    public Severity severity() {
      return Severity.DAMAGE;
    }

    @Override
    public String message() {
      return "content is " + actual.hex() + ", expected " + expected.hex() + ", and nobody wrote to it";
    }
  }

  /** A file that was here is gone; the mirror remembers it, and never takes this for a removal. */
  record Missing(String name) implements Finding {
    @Override
    public Severity severity() {
      return Severity.ATTENTION;
    }

    @Override
    public String message() {
      return "removed here without a recorded removal";
    }
  }

  /**
   * The name is held by what is no regular file.
   *
   * @param kind what it is, in a word or two
   */
  record NotAFile(String name, String kind) implements Finding {
    @Override
    public Severity severity() {
      return Severity.ATTENTION;
    }

    @Override
    public String message() {
      return "the name is held by a " + kind;
    }
  }

  /** The file could not be looked at or read. */
  record Unreadable(String name, String why) implements Finding {
    @Override
    public Severity severity() {
      return Severity.ATTENTION;
    }

    @Override
    public String message() {
      return "cannot be read: " + why;
    }
  }

  /** Both sides changed, and a person has to choose. */
  record Conflict(String name, String why) implements Finding {
    @Override
    public Severity severity() {
      return Severity.ATTENTION;
    }

    @Override
    public String message() {
      return "conflict: " + why;
    }
  }

  /** The remote has a file of which the mirror knows nothing. */
  record UnknownHere(String name) implements Finding {
    @Override
    public Severity severity() {
      return Severity.ATTENTION;
    }

    @Override
    public String message() {
      return "the remote has it, the mirror does not know it; `cistern pull` receives it";
    }
  }

  /** The remote has another version of a file than the one that the mirror is based on. */
  record OtherVersion(String name) implements Finding {
    @Override
    public Severity severity() {
      return Severity.ATTENTION;
    }

    @Override
    public String message() {
      return "the remote has another version; `cistern pull` receives it";
    }
  }

  /** A file that the mirror has from the remote is not in the remote's listing; nothing is removed for that. */
  record NotListed(String name) implements Finding {
    @Override
    public Severity severity() {
      return Severity.ATTENTION;
    }

    @Override
    public String message() {
      return "the remote does not list it; kept";
    }
  }

  /** A remote name that this file system cannot hold. */
  record Quarantined(String name, String why) implements Finding {
    @Override
    public Severity severity() {
      return Severity.ATTENTION;
    }

    @Override
    public String message() {
      return "quarantined: " + why;
    }
  }
}
