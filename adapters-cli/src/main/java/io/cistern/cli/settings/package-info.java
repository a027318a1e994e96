/**
 * Settings and where they come from: {@link io.cistern.cli.settings.SettingKeys} is the table of every key,
 * {@link io.cistern.cli.settings.SettingsLoader} lets flag, environment, mirror config, user config and default win in
 * that order, {@link io.cistern.cli.settings.Settings} is the typed result, and
 * {@link io.cistern.cli.settings.ConfigEditor} changes one line of a config file.
 *
 * <p>{@link io.cistern.cli.settings.Surroundings} stands for the process: nothing here or above asks the system for
 * environment, directory or time, so that tests run the whole program in their own.
 */
@NullMarked
package io.cistern.cli.settings;

import org.jspecify.annotations.NullMarked;
