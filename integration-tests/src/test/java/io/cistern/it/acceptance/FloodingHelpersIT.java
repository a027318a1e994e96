package io.cistern.it.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.it.acceptance.Launch.Ended;
import io.cistern.it.support.UsageServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Commands of the user's that never stop talking, to a program and to helpers whose heaps could not hold what they say. */
final class FloodingHelpersIT {
  /** Of the program that asks; the helper, which hears the commands, has one of 48 MiB. */
  private static final String HEAP = "-Xms8m -Xmx24m";

  private static final int A_MEBIBYTE = 1 << 20;

  /** More than all heaps together. */
  private static final int MUCH = 96;

  /** What a pipe may hold, and the reader's buffers, and far less than a heap. */
  private static final int AT_MOST = 4;

  private static final String READ =
      "IFS= read -r line; id=$(printf '%s' \"$line\" | sed 's/.*\"id\":\"\\([^\"]*\\)\".*/\\1/'); ";

  @TempDir
  Path temporary;

  @Test
  void aFloodFillsNoMemoryAndWhoeverPoursItIsGone() throws IOException {
    Person person = Person.at(temporary.resolve("home"));
    Keyring keyring = new Keyring(person);
    keyring.configure(new TreeMap<>(Map.of(
        // One letter more in "poured", and in "heard", for each mebibyte that somebody took.
        "line", hello("line") + READ + "while cat mebibyte && printf x >> poured; do :; done",
        "lines", hello("lines") + READ + "exec yes '{\"id\":\"1\",\"failed\":\"X\"}'",
        "errors",
        hello("errors") + READ + "for i in $(seq " + MUCH + "); do cat mebibyte >&2 && printf x >> heard; done; "
            + "printf '{\"id\":\"%s\",\"reading\":{\"account\":\"loud\"}}\\n' \"$id\"; exec yes >&2")));
    Files.writeString(person.home().resolve("mebibyte"), "a".repeat(A_MEBIBYTE));
    Files.createFile(person.home().resolve("poured"));
    try (UsageServer usage = UsageServer.start()) {
      keyring.store("work", usage.baseUrl(), "canary-5f1c-first");

      Ended ended = Running.run(person.types("quota", "--json").with("CISTERN_JAVA_OPTIONS", HEAP));

      assertThat(ended.code()).as(ended.out() + ended.err()).isEqualTo(3);
      JsonNode homes = new JsonMapper().readTree(ended.out()).get("homes");
      assertThat(of(homes, "broker").get("account").asString()).isEqualTo("first");
      assertThat(of(homes, "errors").get("account").asString()).isEqualTo("loud");
      for (String flood : new String[]{"line", "lines"}) {
        assertThat(of(homes, flood).get("failure").asString()).isEqualTo("the helper learned nothing: COMMAND_FAILED");
        assertThat(of(homes, flood).get("account").isNull()).isTrue();
      }
    }
    assertThat(Files.size(person.home().resolve("heard"))).as("mebibytes of errors that were read").isEqualTo(MUCH);
    assertThat(Files.size(person.home().resolve("poured"))).as("mebibytes that were read").isLessThan(AT_MOST);
    for (String flood : new String[]{"line", "lines", "errors"}) {
      assertGone(person.home().resolve(flood + ".pid"));
    }
  }

  private static String hello(String name) {
    return "echo $$ > " + name + ".pid; ";
  }

  private static JsonNode of(JsonNode homes, String provider) {
    return homes.valueStream().filter(home -> home.get("provider").asString().equals(provider)).findFirst()
        .orElseThrow();
  }

  /** An orphan that ended and that nobody has collected yet has no command line any more. */
  private static void assertGone(Path pidFile) throws IOException {
    Path commandLine = Path.of("/proc", Files.readString(pidFile).strip(), "cmdline");
    Instant end = Instant.now().plusSeconds(10);
    while (Files.exists(commandLine) && Files.readAllBytes(commandLine).length > 0) {
      assertThat(Instant.now()).as(pidFile + " is still there").isBefore(end);
      LockSupport.parkNanos(5_000_000);
    }
  }
}
