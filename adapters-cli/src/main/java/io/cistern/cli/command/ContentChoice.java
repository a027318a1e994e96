package io.cistern.cli.command;

import io.cistern.cli.settings.SettingKeys;
import io.cistern.cli.settings.Settings;
import io.cistern.domain.placeholder.Selection;
import java.util.Optional;

/** Which content {@code clone} fetches. */
enum ContentChoice {
  EAGER,
  ALL,
  NONE;

  /** What was asked for, else what the profile says. */
  static Selection selection(Optional<ContentChoice> asked, Settings settings) {
    ContentChoice choice = asked.orElseGet(() -> switch (settings.get(SettingKeys.HYDRATE_PROFILE)) {
      case "safe" -> NONE;
      case "full" -> ALL;
      default -> EAGER;
    });
    return switch (choice) {
      case EAGER -> new Selection.Eager();
      case ALL -> new Selection.Everything();
      case NONE -> new Selection.Nothing();
    };
  }
}
