package io.cistern.application.testing;

import io.cistern.application.clone.BootstrapSettings;
import io.cistern.application.clone.CloneMirror;
import io.cistern.application.clone.CloneReport;
import io.cistern.application.clone.CloneRequest;
import io.cistern.application.clone.Cycle;
import io.cistern.application.clone.EventReplay;
import io.cistern.application.clone.ExportPull;
import io.cistern.application.clone.NewsDesk;
import io.cistern.application.clone.TreePull;
import io.cistern.application.compact.CompactionSettings;
import io.cistern.application.concurrent.RightOfWay;
import io.cistern.application.concurrent.StopSignal;
import io.cistern.application.fetch.Fetcher;
import io.cistern.application.fetch.Filling;
import io.cistern.application.fetch.Room;
import io.cistern.application.hydrate.Dehydrate;
import io.cistern.application.hydrate.DiscoverPlaceholders;
import io.cistern.application.hydrate.Discovery;
import io.cistern.application.hydrate.HydrateItem;
import io.cistern.application.hydrate.HydrateMirror;
import io.cistern.application.hydrate.HydrateReport;
import io.cistern.application.hydrate.HydrateRequest;
import io.cistern.application.hydrate.HydrateSettings;
import io.cistern.application.hydrate.OpenFile;
import io.cistern.application.hydrate.OpenSettings;
import io.cistern.application.hydrate.Passes;
import io.cistern.application.hydrate.PinPaths;
import io.cistern.application.inspect.CompactionState;
import io.cistern.application.inspect.LocalChanges;
import io.cistern.application.inspect.ReportStatus;
import io.cistern.application.inspect.VerifyMirror;
import io.cistern.application.inspect.VerifyReport;
import io.cistern.application.inspect.VerifyRequest;
import io.cistern.application.port.MirrorIdentity;
import io.cistern.application.port.Pauses;
import io.cistern.application.port.Progress;
import io.cistern.application.quota.GivingBack;
import io.cistern.application.quota.Quotas;
import io.cistern.domain.health.Finding;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.placeholder.DehydrationOutcome;
import io.cistern.domain.placeholder.Selection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One process with a mirror in memory and a fake remote, its use cases put together by hand. Whatever a test sets is what
 * the test is about.
 */
public final class Bench {
  private final ManualClock clock;
  private final ManualPauses pauses;
  private final FakeRemote remote;
  private final InMemoryMirror mirror;
  private final List<HydrateItem> items = new ArrayList<>();
  private final List<Finding> findings = new ArrayList<>();
  private StopSignal stop = new StopSignal();
  private BootstrapSettings bootstrap = BootstrapSettings.DEFAULTS;
  private HydrateSettings hydrate = HydrateSettings.DEFAULTS;
  private MirrorIdentity identity = InMemoryMirror.identity();
  private long quota;
  private Fetcher fetcher;

  public Bench() {
    this(new ManualClock(), new FakeRemote());
  }

  private Bench(ManualClock clock, FakeRemote remote) {
    this(clock, remote, new InMemoryMirror(clock));
  }

  private Bench(ManualClock clock, FakeRemote remote, InMemoryMirror mirror) {
    this.clock = clock;
    this.pauses = new ManualPauses(clock);
    this.remote = remote;
    this.mirror = mirror;
    this.fetcher = new Fetcher(remote, mirror.staging(), mirror.tree(), clock, Room.ENDLESS, way());
  }

  /** The same process started anew, or a second one: nothing remembered but what the mirror holds. */
  public Bench another() {
    Bench next = new Bench(clock, remote, mirror.another());
    next.bootstrap = bootstrap;
    next.hydrate = hydrate;
    next.identity = identity;
    return quota > 0 ? next.withDiskQuota(quota) : next;
  }

  public Bench with(BootstrapSettings settings) {
    bootstrap = settings;
    return this;
  }

  public Bench with(HydrateSettings settings) {
    hydrate = settings;
    return this;
  }

  public Bench with(MirrorIdentity next) {
    identity = next;
    return this;
  }

  /** From now on content is bounded; a process begun by {@link #another} bounds it, too. */
  public Bench withDiskQuota(long bytes) {
    quota = bytes;
    fetcher = new Fetcher(
        remote, mirror.staging(), mirror.tree(), clock,
        Quotas.disk(bytes, mirror.commits(), mirror.manifest(), mirror.staging(), mirror.tree(), clock),
        way());
    return this;
  }

  /** No test waits for an open that may come. */
  private static RightOfWay way() {
    return new RightOfWay(Duration.ofMillis(125), Duration.ZERO);
  }

  /** From now on opens and background reads go in this order. */
  public Bench with(RightOfWay way) {
    fetcher = new Fetcher(remote, mirror.staging(), mirror.tree(), clock, Room.ENDLESS, way);
    return this;
  }

  public ManualClock clock() {
    return clock;
  }

  public ManualPauses pauses() {
    return pauses;
  }

  public FakeRemote remote() {
    return remote;
  }

  public InMemoryMirror mirror() {
    return mirror;
  }

  public Fetcher fetcher() {
    return fetcher;
  }

  /** Stops whatever runs now; the next run gets a fresh signal. */
  public StopSignal stop() {
    return stop;
  }

  public CloneMirror cloneMirror() {
    NewsDesk news = new NewsDesk(mirror.commits(), mirror.manifest(), mirror.tree(), fetcher, identity);
    Filling filling = new Filling(fetcher, mirror.commits());
    Cycle cycle = new Cycle(
        remote, mirror.manifest(), identity, news, new ExportPull(remote, mirror.manifest(), identity, news, fetcher),
        new TreePull(remote, mirror.manifest(), identity, news, fetcher, filling),
        new EventReplay(remote, mirror.manifest(), identity, news));
    return new CloneMirror(mirror.lock(), mirror.commits(), mirror.manifest(), clock, pauses, cycle, bootstrap);
  }

  public CloneReport cloned() {
    return cloned(CloneRequest.PLAIN);
  }

  public CloneReport cloned(CloneRequest request) {
    stop = new StopSignal();
    CloneReport report = cloneMirror().clone(request, file -> {}, Progress.silent(), stop);
    clock.advance(Duration.ofSeconds(1));
    return report;
  }

  public HydrateMirror hydrateMirror() {
    return hydrateMirror(pauses);
  }

  /** Its pass waits by these. */
  public HydrateMirror hydrateMirror(Pauses waits) {
    return new HydrateMirror(
        new Passes(mirror.lock(), clock, pauses), mirror.commits(), discovery(), fetcher, clock, waits, hydrate);
  }

  public DiscoverPlaceholders discoverPlaceholders() {
    return new DiscoverPlaceholders(discovery());
  }

  private Discovery discovery() {
    return new Discovery(mirror.manifest(), mirror.tree(), hydrate);
  }

  public HydrateReport hydrated(Selection selection) {
    return hydrated(HydrateRequest.of(selection));
  }

  public HydrateReport hydrated(HydrateRequest request) {
    stop = new StopSignal();
    items.clear();
    HydrateReport report = hydrateMirror().hydrate(request, items::add, Progress.silent(), stop);
    clock.advance(Duration.ofSeconds(1));
    return report;
  }

  /** What the last pass told of each candidate, in order. */
  public List<HydrateItem> items() {
    return List.copyOf(items);
  }

  public Dehydrate dehydrate() {
    return new Dehydrate(
        mirror.commits(), mirror.manifest(),
        new GivingBack(mirror.commits(), mirror.manifest(), mirror.staging(), mirror.tree(), clock));
  }

  /** Gives content back; answers what came of each path. */
  public Map<String, DehydrationOutcome> dehydrated(String... arguments) {
    Map<String, DehydrationOutcome> outcomes = new TreeMap<>();
    dehydrate().dehydrate(
        List.of(arguments), item -> outcomes.put(item.path().value(), item.outcome()), Progress.silent(),
        new StopSignal());
    clock.advance(Duration.ofSeconds(1));
    return outcomes;
  }

  public PinPaths pinPaths() {
    return new PinPaths(mirror.commits());
  }

  public OpenFile openFile() {
    return openFile(OpenSettings.DEFAULTS);
  }

  public OpenFile openFile(OpenSettings settings) {
    return new OpenFile(
        mirror.commits(), mirror.manifest(), mirror.tree(), fetcher, mirror.lock(), clock, settings);
  }

  public ReportStatus reportStatus() {
    return new ReportStatus(
        mirror.reader(), mirror.lock(), mirror.tree(), bootstrap.limits(),
        new CompactionState(
            mirror.compactor(), mirror.lock(), CompactionSettings.DEFAULTS.policy(), clock));
  }

  public LocalChanges localChanges() {
    return new LocalChanges(mirror.reader(), mirror.commits(), mirror.tree());
  }

  public VerifyReport verified(VerifyRequest request) {
    findings.clear();
    return new VerifyMirror(mirror.reader(), mirror.commits(), mirror.tree())
        .verify(request, findings::add, Progress.silent(), new StopSignal());
  }

  /** What the last verification found. */
  public List<Finding> findings() {
    return List.copyOf(findings);
  }

  /** Every entry of the manifest and its state, by name. */
  public Map<String, PathState> states() {
    Map<String, PathState> states = new TreeMap<>();
    mirror.manifest().from("", "").forEachRemaining(entry -> states.put(entry.name(), entry.state()));
    return states;
  }

  public PathEntry entry(String name) {
    return mirror.manifest().find(name).orElseThrow();
  }
}
