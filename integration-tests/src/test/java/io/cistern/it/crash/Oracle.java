package io.cistern.it.crash;

import io.cistern.application.port.Manifest;
import io.cistern.application.port.MirrorReader;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.workspace.ContentHash;
import io.cistern.fs.testing.SimDisk;
import io.cistern.fs.testing.SimPerson;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Says what is wrong with a mirror: every sentence it can answer is a broken promise of DESIGN section 10. */
public final class Oracle {
  private Oracle() {}

  /** What nobody may ever see, recovered or not: bytes that are not exactly one version (G2). */
  static List<String> partialContents(SimDisk disk, Ledger ledger) {
    List<String> wrong = new ArrayList<>();
    visible(disk).forEach((path, text) -> {
      if (!ledger.versions().getOrDefault(path, List.of()).contains(Optional.of(text))) {
        wrong.add("G2: " + path + " shows «" + text + "», which is no version of it");
      }
    });
    return wrong;
  }

  /** What must hold once somebody has caught up. */
  static List<String> afterRecovery(SimDisk disk, MirrorReader reader, Ledger ledger) {
    List<String> wrong = new ArrayList<>(partialContents(disk, ledger));
    MirrorReader.View view = reader.read();
    SortedMap<String, String> tree = visible(disk);
    if (view.recoveryDue()) {
      wrong.add("recovery is due after recovery");
    }
    for (String path : ledger.versions().keySet()) {
      if (!ledger.allows(path, Optional.ofNullable(tree.get(path)))) {
        wrong.add("G1: " + path + " shows " + tree.get(path) + ", older than what was acknowledged");
      }
    }
    disk.tree().keySet().stream()
        .filter(name -> name.startsWith(".cistern/log/") && name.contains(".prepar"))
        .forEach(name -> wrong.add("a compaction left " + name));
    if (!ledger.keepsGroupsWhole(tree)) {
      wrong.add("a group is half there: " + tree);
    }
    wrong.addAll(manifestAgainst(tree, view.manifest()));
    return wrong;
  }

  /** Whether a file holds this, visible or in trash, where a person finds it (G6). */
  static boolean keeps(SimDisk disk, String text) {
    String wanted = "file '" + text + "'";
    return disk.tree().entrySet().stream()
        .filter(entry -> !entry.getKey().startsWith(".cistern/") || entry.getKey().startsWith(".cistern/trash/"))
        .anyMatch(entry -> entry.getValue().equals(wanted));
  }

  /** The visible files with their bytes. */
  public static SortedMap<String, String> visible(SimDisk disk) {
    SimPerson person = disk.person();
    SortedMap<String, String> files = new TreeMap<>();
    disk.tree().forEach((name, what) -> {
      if (what.startsWith("file") && !name.startsWith(".cistern/")) {
        files.put("/" + name, person.text(name));
      }
    });
    return files;
  }

  private static List<String> manifestAgainst(SortedMap<String, String> tree, Manifest manifest) {
    List<String> wrong = new ArrayList<>();
    SortedMap<String, String> unknown = new TreeMap<>(tree);
    long entries = 0;
    for (Iterator<PathEntry> all = manifest.from("", ""); all.hasNext(); entries++) {
      PathEntry entry = all.next();
      Optional<String> text = Optional.ofNullable(unknown.remove(entry.name()));
      if (!agrees(entry, text)) {
        wrong.add("G9: " + entry.name() + " is " + entry.state() + " and shows " + text);
      }
    }
    unknown.forEach((path, _) -> wrong.add("G9: " + path + " is on disk and unknown to the manifest"));
    if (manifest.counts().total() != entries) {
      wrong.add("G9: the states sum to " + manifest.counts().total() + " of " + entries);
    }
    return wrong;
  }

  private static boolean agrees(PathEntry entry, Optional<String> text) {
    return switch (entry.state()) {
      case PLACEHOLDER -> text.equals(Optional.of(""));
      case HYDRATED -> text.map(Oracle::hash).equals(entry.hash());
      case MODIFIED, ADDED -> text.isPresent();
      case REMOVED -> text.isEmpty();
      case CONFLICT, QUARANTINED -> false;
    };
  }

  private static ContentHash hash(String text) {
    try {
      return ContentHash.ofDigest(
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError(impossible);
    }
  }
}
