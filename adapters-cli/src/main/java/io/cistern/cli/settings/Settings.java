package io.cistern.cli.settings;

import io.cistern.domain.failure.Invariant;
import java.util.List;
import java.util.Optional;

/** The settings of one run. Immutable. */
public final class Settings {
  private final List<Resolved<?>> all;

  Settings(List<Resolved<?>> all) {
    this.all = List.copyOf(all);
  }

  /** The value of one. */
  public <T> T get(Setting<T> setting) {
    return resolved(setting).value();
  }

  /** One with its source. */
  public <T> Resolved<T> resolved(Setting<T> setting) {
    int index = SettingKeys.ALL.indexOf(setting);
    Invariant.check(index >= 0, "every setting stands in the table");
    @SuppressWarnings("unchecked") // built in the order of the table, each from the setting at its place
    Resolved<T> found = (Resolved<T>) all.get(index);
    return found;
  }

  /** One by its key, of those that somebody gave, too, and of which there is no table; empty when it is none of them. */
  public Optional<Resolved<?>> find(String key) {
    return all.stream().filter(resolved -> resolved.setting().key().equals(key)).findFirst();
  }

  /** All, in the order of the table, and after them the user's probe commands. */
  public List<Resolved<?>> all() {
    return all;
  }
}
