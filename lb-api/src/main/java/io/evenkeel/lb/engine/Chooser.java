package io.evenkeel.lb.engine;

import io.evenkeel.lb.schedule.Picker;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The order of fallback, in one place. What the operator, the checks and the weights rule out was left out when the state
 * was published; here remain:
 *
 * <ol>
 *   <li>the server that the client persists to, even one that drains or has weight 0, if it is not full and not tried;
 *   <li>the servers of the lowest priority number, in the scheduler's order, not full and not tried;
 *   <li>those of the next number, and so on;
 *   <li>else the answer says why there is none.
 * </ol>
 *
 * <p>Allocates nothing, takes no lock, logs nothing.
 */
final class Chooser {

    private Chooser() {}

    /** Told when a user's scheduler throws or answers nonsense. */
    @FunctionalInterface
    interface Complaint {
        void schedulerFailed(@Nullable Throwable cause);
    }

    static Choice choose(PoolState state, @Nullable String host, Selection selection, Complaint complaint) {
        if (host != null && reservePersisted(state, host, selection)) {
            return Choice.PICKED;
        }
        List<Tier> tiers = state.tiers();
        for (int i = 0; i < tiers.size(); i++) { // no iterator: nothing is allocated here
            if (reserve(tiers.get(i), selection, complaint)) {
                return Choice.PICKED;
            }
        }
        return whyNone(state, selection);
    }

    private static boolean reservePersisted(PoolState state, String host, Selection selection) {
        List<Member> members = state.persisted().getOrDefault(host, List.of());
        for (int i = 0; i < members.size(); i++) {
            Member member = members.get(i);
            if (!selection.wasTried(member) && selection.reserve(member)) {
                return true;
            }
        }
        return false;
    }

    private static boolean reserve(Tier tier, Selection selection, Complaint complaint) {
        Member[] members = tier.members;
        selection.offer(members);
        // A pick can lose the race for a server's last permit. Each loss shows that server as full to the next pick, so
        // one round per member is enough unless permits come and go meanwhile.
        for (int round = 0; round <= members.length; round++) {
            int index = guardedPick(tier, selection, complaint);
            if (index == Picker.NONE) {
                return false;
            }
            if (selection.reserve(members[index])) {
                return true;
            }
        }
        return false;
    }

    /** A scheduler may be the user's: when it fails, the first server that accepts is taken. */
    private static int guardedPick(Tier tier, Selection selection, Complaint complaint) {
        try {
            int index = tier.picker.pick(selection);
            if (index == Picker.NONE || (index >= 0 && index < tier.members.length && selection.accepts(index))) {
                return index;
            }
            complaint.schedulerFailed(null);
        } catch (Throwable e) { // a user's class may lack a class of its own, too
            complaint.schedulerFailed(e);
        }
        for (int i = 0; i < tier.members.length; i++) {
            if (selection.accepts(i)) {
                return i;
            }
        }
        return Picker.NONE;
    }

    private static Choice whyNone(PoolState state, Selection selection) {
        if (state.tiers().isEmpty()) {
            return Choice.NONE_AVAILABLE;
        }
        List<Tier> tiers = state.tiers();
        for (int i = 0; i < tiers.size(); i++) { // no iterator: nothing is allocated here
            for (Member member : tiers.get(i).members) {
                if (!selection.wasTried(member)) {
                    return Choice.ALL_FULL;
                }
            }
        }
        return Choice.ALL_TRIED;
    }
}
