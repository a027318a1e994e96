package io.cistern.it.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.probe.ProbePool;
import io.cistern.domain.probe.HomeName;
import io.cistern.domain.probe.PoolLimits;
import io.cistern.domain.probe.ProbeOutcome;
import io.cistern.domain.probe.ProviderName;
import io.cistern.domain.time.Deadline;
import io.cistern.fs.mirror.SystemPauses;
import io.cistern.fs.probe.ChildHelpers;
import io.cistern.fs.probe.HelperProgram;
import io.cistern.it.acceptance.Launch.Ended;
import io.cistern.it.support.UsageServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program asks what accounts have left, with helpers that are processes of their own. */
final class QuotaIT {
  private static final boolean CAMPAIGN = Boolean.getBoolean("cistern.campaign");
  private static final int CALLERS = CAMPAIGN ? 50 : 8;
  private static final String CANARY = "canary-7f3b2c91d4-first";
  private static final String OTHER = "canary-e5a90b16c8-second";
  private static final long A_MOMENT = 5_000_000;
  /** Far more than the end of a process takes; one that takes longer never ends. */
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @TempDir
  Path temporary;

  private UsageServer usage;
  private Person person;
  private Keyring keyring;

  @BeforeEach
  void store() throws IOException {
    usage = UsageServer.start();
    person = Person.at(temporary.resolve("home"));
    keyring = new Keyring(person);
    keyring.store("work", usage.baseUrl(), CANARY);
  }

  @AfterEach
  void stop() {
    usage.close();
  }

  @Test
  void manyCallersWithAColdCacheCostOneProbe() {
    List<Running> callers = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      callers.add(person.starts("quota", "--json"));
    }

    List<Ended> ended = callers.stream().map(Running::end).toList();

    assertThat(ended).allSatisfy(each -> {
      assertThat(each.code()).as(each.err()).isZero();
      assertThat(each.out()).contains("\"account\":\"first\"", "\"status\":\"available\"", "\"stale\":false");
    });
    assertThat(usage.asked()).isEqualTo(1);
  }

  @Test
  void theThirdOfThreeCallersIsAnsweredByAHelperOfItsOwn() throws Exception {
    InstantSource clock = InstantSource.system();
    usage.holdAnswers();
    try (ProbePool pool = new ProbePool(
        new ChildHelpers(this::packaged, clock), PoolLimits.DEFAULT, clock, new SystemPauses(clock));
        ExecutorService threads = Executors.newFixedThreadPool(3)) {
      Future<ProbeOutcome> first = threads.submit(() -> ask(pool, false));
      Future<ProbeOutcome> second = threads.submit(() -> ask(pool, false));
      while (usage.asked() < 2) {
        LockSupport.parkNanos(A_MOMENT);
      }

      Future<ProbeOutcome> third = threads.submit(() -> ask(pool, true));
      while (usage.asked() < 3) {
        LockSupport.parkNanos(A_MOMENT);
      }
      usage.release();

      assertThat(List.of(first.get(), second.get(), third.get()))
          .allMatch(ProbeOutcome.Answered.class::isInstance);
    }
  }

  @Test
  void theExampleOfTheDocumentsAnswers() throws IOException {
    Path left = Files.writeString(temporary.resolve("left"), "10 3 2126-01-01T13:00:00Z\n");
    configure("exec " + Path.of(System.getProperty("cistern.root"), "docs", "probe-example.sh") + " " + left);

    Ended ended = person.runs("quota");

    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(ended.out()).contains("work search  as of ", "  requests/d     7 of 10 left");
  }

  @Test
  void anAnswerToTheOldCredentialIsNeverShown() throws IOException, InterruptedException {
    usage.holdAnswers();
    Running slow = person.starts("quota", "--json");
    usage.awaitFirst();
    login("work", OTHER);
    usage.release();

    Ended ended = slow.end();

    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(ended.out()).contains("\"account\":\"second\"").doesNotContain("\"account\":\"first\"");
    assertThat(person.runs("quota", "--json").out()).contains("\"account\":\"second\"");
    assertThat(usage.asked()).isEqualTo(2);
  }

  @Test
  void refreshingAsksAnewAndALogoutForgets() {
    person.runs("quota");
    person.runs("quota");
    assertThat(usage.asked()).isEqualTo(1);
    assertThat(person.runs("quota", "--refresh").code()).isZero();
    assertThat(usage.asked()).isEqualTo(2);
    assertThat(person.runs("logout", "--home", "work").code()).isZero();
    assertThat(person.runs("quota", "--home", "work", "--json").out()).contains("\"status\":\"no_credential\"");
  }

  @Test
  void helpersEndWithACallerThatIsKilledAndSoDoTheUsersCommands() throws IOException {
    Path pid = temporary.resolve("command.pid");
    configure("sleep 1000 & sleep 1000 & trap '' TERM; echo $$ > " + pid + "; while :; do read -r l || sleep 1; done");
    Running watching = person.starts("quota", "--watch", "--json", "--set", "probe.timeout=600s");
    List<ProcessHandle> below = awaitBelow(watching, pid);

    watching.kill();

    Instant killed = Instant.now();
    awaitGone(below);
    System.getLogger(QuotaIT.class.getName()).log(System.Logger.Level.INFO,
        below.size() + " processes were gone " + Duration.between(killed, Instant.now()).toMillis() + " ms after it");
  }

  @Test
  void anIdleWatchEndsItsHelpersAndLeavesNoZombie() throws IOException {
    Running watching = person.starts(
        "quota", "--watch", "--json", "--set", "probe.idle=500ms", "--set", "probe.cache-ttl=600s");
    assertThat(watching.firstLine()).contains("\"account\":\"first\"");
    ProcessHandle caller = ProcessHandle.of(watching.pid()).orElseThrow();
    Instant end = Instant.now().plus(PATIENCE);
    // A zombie is a child still.
    while (caller.children().findAny().isPresent()) {
      assertThat(Instant.now()).as("a child is left").isBefore(end);
      LockSupport.parkNanos(A_MOMENT);
    }

    watching.signal("INT");

    assertThat(watching.end().code()).isEqualTo(130);
    assertThat(usage.asked()).isEqualTo(1);
  }

  @Test
  void aTokenAppearsNowhereButInItsFile() throws IOException {
    login("work", CANARY);
    login("play", OTHER);
    Path pid = temporary.resolve("command.pid");
    configure("echo $$ > " + pid + "; env > " + temporary.resolve("env") + "; while IFS= read -r line; do "
        + "printf '{\"id\":\"%s\",\"failed\":\"NOTHING\"}\\n' "
        + "\"$(printf '%s' \"$line\" | sed 's/.*\"id\":\"\\([^\"]*\\)\".*/\\1/')\"; done");
    Running watching = Running.start(person
        .types("quota", "--watch", "--json", "-vv", "--all")
        .with("CISTERN_TOKEN", CANARY));
    List<ProcessHandle> below = awaitBelow(watching, pid);
    for (ProcessHandle each : below) {
      Path process = Path.of("/proc", Long.toString(each.pid()));
      assertThat(read(process.resolve("cmdline")) + read(process.resolve("environ"))).as("process " + each.pid())
          .doesNotContain(CANARY).doesNotContain(OTHER);
    }
    assertThat(read(Path.of("/proc", Long.toString(watching.pid()), "cmdline"))).doesNotContain(CANARY);
    watching.firstLine();
    watching.signal("TERM");
    Ended ended = watching.end();

    assertThat(ended.out() + ended.err()).contains("\"account\":\"second\"").doesNotContain(CANARY)
        .doesNotContain(OTHER);
    try (Stream<Path> files = Files.walk(temporary)) {
      List<Path> holding = files.filter(Files::isRegularFile)
          .filter(file -> read(file).contains(CANARY) || read(file).contains(OTHER)).toList();
      assertThat(holding).allMatch(file -> file.endsWith("credential.json")).hasSize(2);
    }
  }

  private static ProbeOutcome ask(ProbePool pool, boolean once) {
    try (ProbePool.Lease lease = pool.lease(new HomeName("work"), Deadline.NEVER).orElseThrow()) {
      assertThat(lease.once()).isEqualTo(once);
      return lease.ask(ProviderName.BROKER, Deadline.NEVER);
    }
  }

  private HelperProgram packaged(HomeName home) {
    Map<String, String> environment = new HashMap<>(Person.PATIENCE);
    environment.putAll(Map.of("HOME", person.home().toString(), "PATH", "/usr/local/bin:/usr/bin:/bin"));
    return new HelperProgram(
        List.of(Person.PROGRAM.toString(), "probe-worker", "--home", home.value()),
        environment, person.home(), false);
  }

  private void login(String home, String token) throws IOException {
    Path file = temporary.resolve("token-" + home);
    Files.writeString(file, token + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    Ended stored =
        person.runs("login", "--home", home, "--base-url", usage.baseUrl(), "--token-file", file.toString());
    Files.delete(file);
    assertThat(stored.code()).as(stored.err()).isZero();
  }

  private void configure(String command) throws IOException {
    keyring.configure(Map.of("search", command));
  }

  /** The processes below a caller, once the user's command is among them. */
  private static List<ProcessHandle> awaitBelow(Running caller, Path pidFile) throws IOException {
    Instant end = Instant.now().plus(PATIENCE);
    while (!Files.exists(pidFile) || Files.size(pidFile) == 0) {
      assertThat(Instant.now()).as("the command was never started").isBefore(end);
      LockSupport.parkNanos(A_MOMENT);
    }
    List<ProcessHandle> below = ProcessHandle.of(caller.pid()).orElseThrow().descendants().toList();
    assertThat(below).hasSizeGreaterThanOrEqualTo(2);
    return below;
  }

  /** An orphan that ended and that nobody has collected yet has no command line any more. */
  private static void awaitGone(List<ProcessHandle> processes) {
    Instant end = Instant.now().plus(PATIENCE);
    while (processes.stream().anyMatch(
        process -> !read(Path.of("/proc", Long.toString(process.pid()), "cmdline")).isEmpty())) {
      assertThat(Instant.now()).as("they are still there").isBefore(end);
      LockSupport.parkNanos(A_MOMENT);
    }
  }

  private static String read(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    } catch (IOException _) {
      return ""; // it is gone
    }
  }
}
