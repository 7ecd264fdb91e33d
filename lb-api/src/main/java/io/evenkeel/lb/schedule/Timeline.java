package io.evenkeel.lb.schedule;

import io.evenkeel.lb.schedule.WeightedRoundRobin.Weighted;
import io.evenkeel.lb.spi.PickContext;
import io.evenkeel.lb.spi.RandomSource;
import org.jspecify.annotations.Nullable;

/**
 * One worker's virtual clock for {@link WeightedRoundRobin}: when each server is due, in a binary heap. Only that worker
 * touches it. Times wrap around, so they are compared by difference; all due times lie within two strides of the clock.
 */
final class Timeline {

    private @Nullable Weighted owner;
    private long now;
    private int size;
    /** When the server at each place is due. */
    private long[] due = {};
    /** Places of servers, the one due first at the root. */
    private int[] heap = {};
    /** The second set of arrays, so that a change of members allocates only when the set grows. */
    private long[] nextDue = {};

    int pick(Weighted servers, PickContext context) {
        if (owner != servers) {
            moveTo(servers, context.random());
        }
        int first = heap[0];
        if (!context.accepts(first)) {
            first = firstAccepted(context, first);
            if (first == Picker.NONE) {
                return first;
            }
            skipTo(first, servers.strides);
        }
        now = due[first];
        due[first] += servers.strides[first];
        siftDown(0);
        return first;
    }

    /** Whoever was refused is not asked again: by chance, a server in slow start might be accepted after all. */
    private int firstAccepted(PickContext context, int refused) {
        int first = Picker.NONE;
        for (int i = 0; i < size; i++) {
            if (i != refused && (first == Picker.NONE || before(i, first)) && context.accepts(i)) {
                first = i;
            }
        }
        return first;
    }

    /** Whoever is due before {@code first} was refused: its turn is over. */
    private void skipTo(int first, long[] strides) {
        while (heap[0] != first) {
            int refused = heap[0];
            long missed = (due[first] - due[refused]) / strides[refused] + 1;
            due[refused] += missed * strides[refused];
            siftDown(0);
        }
    }

    /** Carries each known server's share of waiting over to its stride in the new set; spreads the new ones. */
    private void moveTo(Weighted servers, RandomSource random) {
        int count = servers.ordinals.length;
        if (nextDue.length < count) {
            nextDue = new long[count];
        }
        int turn = random.nextInt(count);
        int old = 0;
        for (int i = 0; i < count; i++) {
            while (owner != null && old < size && owner.ordinals[old] < servers.ordinals[i]) {
                old++;
            }
            double waiting = owner != null && old < size && owner.ordinals[old] == servers.ordinals[i]
                    ? (double) (due[old] - now) / owner.strides[old]
                    : ((i + turn) % count + 0.5) / count;
            nextDue[i] = now + (long) (waiting * servers.strides[i]);
        }
        long[] spare = due;
        due = nextDue;
        nextDue = spare;
        owner = servers;
        size = count;
        if (heap.length < count) {
            heap = new int[count];
        }
        for (int i = 0; i < count; i++) {
            heap[i] = i;
        }
        for (int i = count / 2 - 1; i >= 0; i--) {
            siftDown(i);
        }
    }

    private void siftDown(int from) {
        int place = from;
        int server = heap[place];
        int child = 2 * place + 1;
        while (child < size) {
            if (child + 1 < size && before(heap[child + 1], heap[child])) {
                child++;
            }
            if (!before(heap[child], server)) {
                break;
            }
            heap[place] = heap[child];
            place = child;
            child = 2 * place + 1;
        }
        heap[place] = server;
    }

    private boolean before(int a, int b) {
        long difference = due[a] - due[b];
        return difference != 0 ? difference < 0 : a < b;
    }
}
