package io.cistern.cli.wiring;

import io.cistern.cli.settings.Setting;
import io.cistern.cli.settings.SettingKeys;
import io.cistern.cli.settings.Surroundings;
import io.cistern.domain.probe.HomeName;
import io.cistern.fs.probe.HelperProgram;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How the built-in helper is started: this program again, with a hidden verb, on the Java that runs it now. Its command
 * line names a home and no secret, and it sees a few harmless variables: no token that somebody exported for us, and
 * nothing of another home.
 *
 * @param options global options that the helper has to share
 */
public record HelperStart(Surroundings surroundings, List<String> options) {
  /** What a program needs to find its files, its language, its way to the network, and a keyring; settings besides. */
  private static final List<String> PASSED_ON = List.of(
      "PATH", "LANG", "LC_ALL", "LC_CTYPE", "TMPDIR", "TZ", "USER", "LOGNAME", "XDG_CONFIG_HOME", "XDG_STATE_HOME",
      "XDG_RUNTIME_DIR", "DBUS_SESSION_BUS_ADDRESS", "GNUPGHOME", "HTTPS_PROXY", "https_proxy", "NO_PROXY", "no_proxy",
      "SSL_CERT_FILE");

  /** Where there is no path, the system's usual one. */
  private static final String USUAL_PATH = "/usr/local/bin:/usr/bin:/bin";

  /** One answer at a time needs little, and many helpers shall not cost a small machine its memory. */
  private static final String HEAP = "-Xmx48m";

  public HelperStart {
    options = List.copyOf(options);
  }

  HelperProgram of(HomeName home) {
    List<String> command = new ArrayList<>(java());
    command.addAll(List.of("io.cistern.cli.Main", "probe-worker", "--home", home.value()));
    command.addAll(options);
    return new HelperProgram(command, environment(), surroundings.directory(), false);
  }

  /** For a command of the user's own, which is told what it is asked for. */
  Map<String, String> environment(HomeName home) {
    Map<String, String> environment = new LinkedHashMap<>(environment());
    environment.put("CISTERN_HOME_NAME", home.value());
    return environment;
  }

  private Map<String, String> environment() {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("PATH", USUAL_PATH);
    environment.put("HOME", surroundings.home().toString());
    Stream.concat(PASSED_ON.stream(), SettingKeys.ALL.stream().map(Setting::variable))
        .forEach(name -> surroundings.variable(name).ifPresent(value -> environment.put(name, value)));
    return environment;
  }

  /** The options of the launcher, for a program that starts fast and lives long. */
  private static List<String> java() {
    String classPath = Arrays.stream(System.getProperty("java.class.path", "").split(File.pathSeparator, -1))
        .map(part -> Path.of(part).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
    List<String> java = new ArrayList<>();
    java.add(Path.of(System.getProperty("java.home", ""), "bin", "java").toString());
    Path cache = Path.of(classPath.split(File.pathSeparator, -1)[0]).resolveSibling("looking.aot");
    if (Files.exists(cache)) {
      java.add("-XX:AOTCache=" + cache);
    }
    java.addAll(List.of(
        "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xms8m", HEAP, "-Xlog:disable",
        "-Xlog:all=warning,cds*=off,aot*=off:stderr", "--enable-native-access=ALL-UNNAMED", "-cp", classPath));
    return java;
  }
}
