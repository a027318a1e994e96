package io.cistern.domain.workspace;

import java.text.Normalizer;
import java.util.Locale;

/**
 * Which different names a file system takes for one; probed once per mirror.
 *
 * @param letterCase whether {@code A} and {@code a} are one name
 * @param unicodeForm whether composed and decomposed forms are one name
 */
public record Folding(boolean letterCase, boolean unicodeForm) {
  /** A file system that keeps all names apart. */
  public static final Folding NONE = new Folding(false, false);

  /** Whether it folds anything at all. */
  public boolean any() {
    return letterCase || unicodeForm;
  }

  /** A key that is equal for names the file system takes for one. */
  public String key(String name) {
    String form = unicodeForm ? Normalizer.normalize(name, Normalizer.Form.NFD) : name;
    return letterCase ? form.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT) : form;
  }
}
