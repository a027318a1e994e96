package io.cistern.cli.command;

import io.cistern.cli.output.Fields;
import io.cistern.cli.output.Printer;
import io.cistern.cli.settings.ConfigEditor;
import io.cistern.cli.settings.Resolved;
import io.cistern.cli.settings.Setting;
import io.cistern.cli.settings.SettingsLoader;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.core.JsonGenerator;

/** Shows and changes settings. */
@Command(
    name = "config",
    header = "Show or change settings: get, set, list, path.",
    synopsisSubcommandLabel = "(get KEY | set KEY VALUE | list | path)")
final class ConfigCommand implements Runnable {
  @Spec
  private CommandSpec spec = CommandSpec.create();

  static CommandLine assemble(Invocation invocation) {
    return new CommandLine(new ConfigCommand())
        .addSubcommand("get", new Get(invocation))
        .addSubcommand("set", new Set(invocation))
        .addSubcommand("list", new ListAll(invocation))
        .addSubcommand("path", new Where(invocation));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "one of get, set, list, path is missing");
  }

  private static Optional<Path> mirrorConfig(Invocation invocation) {
    return MirrorFinder.findOwn(invocation).map(root -> root.resolve(".cistern").resolve("config.toml"));
  }

  private static void fields(JsonGenerator json, Resolved<?> resolved) {
    json.writeStringProperty("key", resolved.setting().key());
    if (resolved.value() instanceof List<?> names) {
      json.writeArrayPropertyStart("value");
      names.forEach(name -> json.writeString(name.toString()));
      json.writeEndArray();
    } else {
      json.writeStringProperty("value", resolved.shown());
    }
    json.writeStringProperty("source", resolved.source().level().name().toLowerCase(Locale.ROOT));
    json.writeStringProperty("where", resolved.source().where());
    json.writeStringProperty("default", resolved.setting().defaultShown());
    json.writeStringProperty("meaning", resolved.setting().meaning());
  }

  /** One value. */
  @Command(name = "get", header = "Print the value of a setting.")
  private static final class Get implements Callable<Integer> {
    private final Invocation invocation;

    @Parameters(paramLabel = "KEY", description = "such as hydrate.parallelism")
    private String key = "";

    private Get(Invocation invocation) {
      this.invocation = invocation;
    }

    @Override
    public Integer call() {
      Setting<?> setting = SettingsLoader.requireKnown(key);
      Resolved<?> resolved = invocation.settings(MirrorFinder.findOwn(invocation)).find(setting.key())
          .orElseThrow(() -> new CisternException(
              new Failure.Config(key + " is not set; cistern config set " + key + " VALUE")));
      Printer printer = invocation.printer();
      if (printer.json()) {
        printer.document("cistern.config/1", json -> {
          json.writeArrayPropertyStart("settings");
          json.writeStartObject();
          fields(json, resolved);
          json.writeEndObject();
          json.writeEndArray();
        });
      } else {
        printer.line(printer.name(resolved.shown()));
      }
      return 0;
    }
  }

  /** Writes one value into the user's config. */
  @Command(name = "set", header = "Write a setting into the user's config file.")
  private static final class Set implements Callable<Integer> {
    private final Invocation invocation;

    @Parameters(index = "0", paramLabel = "KEY", description = "such as hydrate.parallelism")
    private String key = "";

    @Parameters(index = "1", paramLabel = "VALUE", description = "its new value; lists are separated by commas")
    private String value = "";

    private Set(Invocation invocation) {
      this.invocation = invocation;
    }

    @Override
    public Integer call() {
      Path file = invocation.loader().userConfig();
      Setting<?> setting = SettingsLoader.requireKnown(key);
      if (!invocation.options().dryRun()) {
        ConfigEditor.set(file, setting, value);
      }
      Printer printer = invocation.printer();
      if (printer.json()) {
        printer.document("cistern.config/1", json -> {
          json.writeStringProperty("file", file.toString());
          json.writeStringProperty("key", key);
          json.writeStringProperty("written", value);
        });
      } else {
        printer.note(key + " = " + value + "  (" + file + ")");
      }
      return 0;
    }
  }

  /** All values. */
  @Command(name = "list", header = "List every setting, its value and who gave it.")
  private static final class ListAll implements Callable<Integer> {
    private final Invocation invocation;

    private ListAll(Invocation invocation) {
      this.invocation = invocation;
    }

    @Override
    public Integer call() {
      Printer printer = invocation.printer();
      List<Resolved<?>> all = invocation.settings(MirrorFinder.findOwn(invocation)).all();
      if (printer.json()) {
        printer.document("cistern.config/1", json -> {
          json.writeArrayPropertyStart("settings");
          for (Resolved<?> resolved : all) {
            json.writeStartObject();
            fields(json, resolved);
            json.writeEndObject();
          }
          json.writeEndArray();
        });
      } else {
        all.forEach(resolved -> printer.line(row(printer, resolved)));
      }
      return 0;
    }

    private static String row(Printer printer, Resolved<?> resolved) {
      String from = resolved.source().level().shown();
      String where = resolved.source().where().isEmpty() ? "" : " " + resolved.source().where();
      String value = resolved.setting().key() + " = " + printer.name(resolved.shown());
      return value + printer.style().faint("  # " + from + where);
    }
  }

  /** The files. */
  @Command(name = "path", header = "Print where settings are read from.")
  private static final class Where implements Callable<Integer> {
    private final Invocation invocation;

    private Where(Invocation invocation) {
      this.invocation = invocation;
    }

    @Override
    public Integer call() {
      Printer printer = invocation.printer();
      Path user = invocation.loader().userConfig();
      Optional<Path> mirror = mirrorConfig(invocation);
      if (printer.json()) {
        printer.document("cistern.config/1", json -> {
          json.writeStringProperty("user", user.toString());
          Fields.optional(json, "mirror", mirror.map(Path::toString));
        });
      } else {
        printer.line(printer.name(user.toString()));
        mirror.ifPresent(path -> printer.line(printer.name(path.toString())));
      }
      return 0;
    }
  }
}
