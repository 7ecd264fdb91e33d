package io.evenkeel.lb.engine.choose;

import io.evenkeel.lb.schedule.Picker;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The order of fallback, in one place; {@link io.evenkeel.lb.Availability} tells it to users. What the operator, the
 * checks, ejection, panic and the weights rule out or in was decided when the state was published, and so were the tiers,
 * with what overflows from one to the next; here remain:
 *
 * <ol>
 *   <li>the server that the client persists to, even one that drains or has weight 0, if it is not full and not tried;
 *   <li>nobody before those who wait already or were called from there;
 *   <li>the servers of the first tier, in the scheduler's order, not full and not tried; those in slow start less often
 *       than the others, but rather than nobody;
 *   <li>those of the next tier, and so on;
 *   <li>if all are full, the waiting room;
 *   <li>the sorry server;
 *   <li>else the answer says why there is none.
 * </ol>
 *
 * <p>Allocates nothing, takes no lock, logs nothing.
 */
public final class Chooser {

    private Chooser() {}

    /** Told when a user's scheduler throws or answers nonsense. */
    @FunctionalInterface
    public interface Complaint {
        /**
         * It did, with this pick.
         *
         * @param cause what was thrown, or null for nonsense
         */
        void schedulerFailed(@Nullable Throwable cause);
    }

    /**
     * Chooses and reserves.
     *
     * @param state to choose from
     * @param room where others wait, whom a newcomer must not overtake
     * @param slowStart whether any server is in slow start
     * @param host the host that the client persists to, or null
     * @param selection the client's, begun
     * @return the answer; only for {@link Choice#PICKED} does the selection hold a reservation
     */
    public static Choice choose(
            PoolState state, WaitingRoom room, boolean slowStart, @Nullable String host, Selection selection) {
        if (host != null && reservePersisted(state, host, selection)) {
            return Choice.PICKED;
        }
        if (isFirst(selection, room) && reserve(state, slowStart, selection)) {
            return Choice.PICKED;
        }
        Choice why = whyNone(state, selection);
        if (why == Choice.ALL_FULL && mayWait(selection) && room.hasPlaces()) {
            return Choice.WAIT;
        }
        MemberState sorry = state.sorry();
        if (sorry != null && !selection.wasTried(sorry.member())) {
            selection.reserveSorry(sorry.member());
            return Choice.PICKED;
        }
        return why;
    }

    private static boolean isFirst(Selection selection, WaitingRoom room) {
        return switch (selection.patience()) {
            case NEW, TURNED_AWAY -> !room.isClosedToNew();
            case CALLED, OVER -> true;
        };
    }

    private static boolean mayWait(Selection selection) {
        return switch (selection.patience()) {
            case NEW, CALLED -> true;
            case OVER, TURNED_AWAY -> false;
        };
    }

    private static boolean reservePersisted(PoolState state, String host, Selection selection) {
        List<Member> members = state.persisted().getOrDefault(host, List.of());
        boolean full = false;
        for (int i = 0; i < members.size(); i++) {
            Member member = members.get(i);
            if (!selection.wasTried(member)) {
                if (selection.reserve(member)) {
                    tell(state.tiers(), member, selection);
                    return true;
                }
                full = true;
            }
        }
        if (full) {
            selection.standIn();
        }
        return false;
    }

    /** The picker that the member's tier has hears of clients whom it did not pick for, too. */
    private static void tell(List<Tier> tiers, Member member, Selection selection) {
        for (int i = 0; i < tiers.size(); i++) { // no iterator: nothing is allocated here
            Tier tier = tiers.get(i);
            int index = tier.heedsOutcomes ? tier.indexOf(member) : Picker.NONE;
            if (index != Picker.NONE) {
                selection.heardBy(tier, index);
                return;
            }
        }
    }

    private static boolean reserve(PoolState state, boolean slowStart, Selection selection) {
        List<Tier> tiers = state.tiers();
        for (int i = 0; i < tiers.size(); i++) { // no iterator: nothing is allocated here
            Tier tier = tiers.get(i);
            if (slowStart && tier.keepsBack && reserve(tier, true, true, selection)) {
                return true;
            }
            if (reserve(tier, slowStart, false, selection)) {
                return true;
            }
        }
        return false;
    }

    private static boolean reserve(Tier tier, boolean slowStart, boolean keepsBack, Selection selection) {
        Member[] members = tier.members;
        selection.offer(tier, slowStart, keepsBack);
        // A pick can lose the race for a server's last permit. Each loss shows that server as full to the next pick, so
        // one round per member is enough unless permits come and go meanwhile.
        int lost = Picker.NONE;
        for (int round = 0; round <= members.length; round++) {
            int index = guardedPick(tier, keepsBack, lost, selection);
            if (index == Picker.NONE) {
                return false;
            }
            if (selection.reserve(members[index])) {
                selection.heardBy(tier, index);
                return true;
            }
            lost = index;
        }
        return false;
    }

    /** A scheduler may be the user's: when it fails, the first server that accepts is taken. */
    private static int guardedPick(Tier tier, boolean keepsBack, int lost, Selection selection) {
        Member[] members = tier.members;
        try {
            int index = tier.picker.pick(selection);
            if (index == Picker.NONE && !keepsBack && firstAdmitted(members, selection) != Picker.NONE) {
                index = tier.picker.pick(selection); // perhaps a permit came back in between
            }
            if (index == Picker.NONE && (keepsBack || firstAdmitted(members, selection) == Picker.NONE)) {
                return index;
            }
            boolean sound = index >= 0
                    && index < members.length
                    && !selection.wasTried(members[index])
                    && (index != lost || !members[index].isFull());
            if (sound) {
                return index;
            }
            tier.complaint.schedulerFailed(null);
        } catch (Throwable e) { // a user's class may lack a class of its own, too
            tier.complaint.schedulerFailed(e);
        }
        return firstAdmitted(members, selection);
    }

    private static int firstAdmitted(Member[] members, Selection selection) {
        for (int i = 0; i < members.length; i++) {
            if (selection.admits(members[i])) {
                return i;
            }
        }
        return Picker.NONE;
    }

    /** What there is to say of a state in which no server accepts. */
    static Choice whyNone(PoolState state, Selection selection) {
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
