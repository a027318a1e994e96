package io.cistern.application.port;

import io.cistern.domain.journal.Sequence;
import java.util.List;
import java.util.Optional;

/**
 * Brings a damaged mirror back to the longest state that reads back, and keeps everything else as evidence. Nothing is
 * ever deleted by it, and no file that a person sees is touched.
 */
public interface MirrorRepair extends MirrorStore {
  /**
   * What is damaged and what would be kept; empty when everything reads back. Reads the whole of the mirror's records,
   * and changes nothing.
   */
  Optional<Plan> plan(HeldLock held);

  /**
   * Does it, durably. May be cut anywhere and repeated: until its last step the mirror is as damaged as before, after it
   * it is whole.
   *
   * @return what was done; empty when everything reads back
   */
  Optional<Plan> repair(HeldLock held);

  /**
   * A repair.
   *
   * @param damage what does not read back, in words
   * @param kept the last group of the state that is kept; {@link Sequence#NONE} when the mirror begins anew
   * @param lastSeen the highest group that anything on disk speaks of; not before {@code kept}
   * @param lost groups after the kept state that can still be read, oldest first
   * @param evidence where what is set aside lies afterwards, relative to the mirror's root
   */
  record Plan(String damage, Sequence kept, Sequence lastSeen, List<LostGroup> lost, List<String> evidence) {
    public Plan {
      lost = List.copyOf(lost);
      evidence = List.copyOf(evidence);
    }

    /** How many groups are lost, readable or not. */
    public long lostGroups() {
      return lastSeen.number() - kept.number();
    }
  }

  /**
   * A committed group that is not part of the kept state.
   *
   * @param names the names it speaks of
   */
  record LostGroup(Sequence at, List<String> names) {
    public LostGroup {
      names = List.copyOf(names);
    }
  }
}
