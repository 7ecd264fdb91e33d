package io.evenkeel.lb.netty.http.rules;

import io.evenkeel.lb.route.AttachmentKey;
import io.evenkeel.lb.spi.Setting;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What is attached to one exchange. Used for one after the other; until something is attached nothing is allocated. On the
 * loop's thread.
 */
public final class Attached {

    private static final int MOST = 32;

    private @Nullable Object[] slots = {};
    /** Key and value alternate. */
    private int used;

    <T> void attach(AttachmentKey<T> key, @Nullable T value) {
        int at = find(Setting.present("attachment key", key));
        if (value == null) {
            takeAway(at);
        } else if (at >= 0) {
            slots[at + 1] = value;
        } else {
            add(key, value);
        }
    }

    private void add(AttachmentKey<?> key, Object value) {
        if (used == 2 * MOST) {
            throw new IllegalStateException(MOST + " are attached already, so that " + key + " cannot be");
        }
        if (used == slots.length) {
            slots = Arrays.copyOf(slots, Math.max(4, 2 * used));
        }
        slots[used++] = key;
        slots[used++] = value;
    }

    private void takeAway(int at) {
        if (at >= 0) { // the last one takes its place
            slots[at + 1] = slots[used - 1];
            slots[at] = slots[used - 2];
            slots[--used] = null;
            slots[--used] = null;
        }
    }

    /**
     * What is attached.
     *
     * @param key by which it was attached
     * @param <T> what is attached
     * @return the value, or null if there is none
     */
    @SuppressWarnings("unchecked") // attached by a key of this type
    public <T> @Nullable T attachment(AttachmentKey<T> key) {
        int at = find(key);
        return at < 0 ? null : (T) slots[at + 1];
    }

    private int find(AttachmentKey<?> key) {
        for (int at = 0; at < used; at += 2) {
            if (slots[at] == key) {
                return at;
            }
        }
        return -1;
    }

    /** Forgets everything. */
    public void clear() {
        Arrays.fill(slots, 0, used, null);
        used = 0;
    }
}
