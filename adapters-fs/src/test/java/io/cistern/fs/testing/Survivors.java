package io.cistern.fs.testing;

import io.cistern.fs.disk.FileKind;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * What a power cut may leave.
 *
 * @param all whether these are all that the model knows; else a sample with the extremes
 */
public record Survivors(List<Choice> choices, boolean all) {
  /** One way in which a disk may come back. Only for the state that it was made from. */
  public static final class Choice {
    private final Set<Integer> kept;
    private final Map<Long, FileFate> fates;

    /**
     * @param kept which of the pending changes of names survive, besides those that were forced
     * @param fates what becomes of files with unforced bytes; those not named here come back as forced
     */
    Choice(Set<Integer> kept, Map<Long, FileFate> fates) {
      this.kept = kept;
      this.fates = fates;
    }

    static Choice nothingUnforced() {
      return new Choice(Set.of(), Map.of());
    }

    SimState applyTo(SimState before) {
      NamesAfter names = NamesAfter.of(before, kept);
      SimState after = before.successor();
      names.reach(before, (number, inode) -> {
        FileFate fate = fates.get(number);
        SimInode survivor = inode.survivor(fate == null ? inode.forcedContent : fate.on(inode));
        if (inode.kind == FileKind.DIRECTORY) {
          survivor.entries.putAll(names.in(before, number));
          survivor.forcedEntries.putAll(survivor.entries);
        }
        after.inodes.put(number, survivor);
      });
      for (SimInode inode : List.copyOf(after.inodes.values())) {
        inode.entries.values().forEach(entry -> after.get(entry.inode()).links++);
      }
      return after;
    }

    /** In words, for the trace of a failed run. */
    String describe(SimState before) {
      StringBuilder text = new StringBuilder("kept names:");
      for (int i = 0; i < before.pending.size(); i++) {
        NameChange change = before.pending.get(i);
        String fate = change.forced() ? " [forced] " : kept.contains(i) ? " [kept] " : " [lost] ";
        text.append(fate).append(change.what()).append(';');
      }
      text.append(" bytes:");
      fates.forEach((number, fate) -> text.append(" inode ").append(number).append(' ').append(fate.writes())
          .append(fate.wholeLength() ? " in full length;" : ";"));
      return text.toString();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Choice choice && kept.equals(choice.kept) && fates.equals(choice.fates);
    }

    @Override
    public int hashCode() {
      return 31 * kept.hashCode() + fates.hashCode();
    }
  }

  /** What names lead to when some changes survived; holds only the directories that differ from the forced ones. */
  record NamesAfter(Map<Long, Map<String, SimEntry>> changed) {
    static NamesAfter of(SimState state, Set<Integer> kept) {
      Map<Long, Map<String, SimEntry>> changed = new HashMap<>();
      for (int i = 0; i < state.pending.size(); i++) {
        NameChange change = state.pending.get(i);
        if (change.forced() || kept.contains(i)) {
          for (NameChange.Binding binding : change.bindings()) {
            SimState.set(changed.computeIfAbsent(
                binding.directory(), number -> new HashMap<>(state.get(number).forcedEntries)), binding);
          }
        }
      }
      return new NamesAfter(changed);
    }

    Map<String, SimEntry> in(SimState state, long directory) {
      Map<String, SimEntry> differing = changed.get(directory);
      return differing == null ? state.get(directory).forcedEntries : differing;
    }

    /** Each inode that has a name once, directories before what they hold. */
    void reach(SimState state, BiConsumer<Long, SimInode> each) {
      Map<Long, Boolean> seen = new HashMap<>(Map.of(SimState.ROOT, true));
      Deque<Long> next = new ArrayDeque<>(List.of(SimState.ROOT));
      while (!next.isEmpty()) {
        long number = next.poll();
        SimInode inode = state.get(number);
        each.accept(number, inode);
        if (inode.kind == FileKind.DIRECTORY) {
          in(state, number).values().stream().map(SimEntry::inode)
              .filter(child -> seen.putIfAbsent(child, true) == null)
              .forEach(next::add);
        }
      }
    }
  }
}
