package io.evenkeel.lb.netty.http.message;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a message in the order received: names and values as ranges of the head's bytes. A field can be dropped,
 * and others added; the bytes stay where they are. Reused from message to message. One thread.
 *
 * <p>A field is a <em>line</em> if its bytes are laid out as {@code name: value} and CR LF: what a writer wants to emit,
 * so that neighbours go out as one range.
 */
public final class Fields extends HeadBytes {

    private static final int FIRST_FIELDS = 32;
    private static final int KEPT_FIELDS = 64;

    /** Of each field: where its name begins and ends, where its value does, and its id with two flags. */
    private static final int STRIDE = 5;

    private static final int NAME_END = 1;
    private static final int VALUE = 2;
    private static final int VALUE_END = 3;
    private static final int ID = 4;

    private static final int DROPPED = 0x100;
    private static final int LINE = 0x200;
    private static final int ID_MASK = 0xff;
    private static final byte[] LINE_END = {'\r', '\n'};

    private int[] slots = new int[STRIDE * FIRST_FIELDS];
    private int count;
    private long present;

    /**
     * How many fields there are, with those dropped.
     *
     * @return 0 or more
     */
    public int count() {
        return count;
    }

    /**
     * Where a name begins.
     *
     * @param i the field, from 0
     * @return a position
     */
    public int nameStart(int i) {
        return slots[i * STRIDE];
    }

    /**
     * Where a name ends.
     *
     * @param i the field, from 0
     * @return the position behind it
     */
    public int nameEnd(int i) {
        return slots[i * STRIDE + NAME_END];
    }

    /**
     * Where a value begins.
     *
     * @param i the field, from 0
     * @return a position
     */
    public int valueStart(int i) {
        return slots[i * STRIDE + VALUE];
    }

    /**
     * Where a value ends, without blanks around it.
     *
     * @param i the field, from 0
     * @return the position behind it
     */
    public int valueEnd(int i) {
        return slots[i * STRIDE + VALUE_END];
    }

    /**
     * The number of a name.
     *
     * @param i the field, from 0
     * @return one of {@link FieldId}
     */
    public int id(int i) {
        return slots[i * STRIDE + ID] & ID_MASK;
    }

    /**
     * Whether a field is out.
     *
     * @param i the field, from 0
     * @return true once it was dropped
     */
    public boolean isDropped(int i) {
        return (slots[i * STRIDE + ID] & DROPPED) != 0;
    }

    /**
     * Whether a field's bytes are {@code name: value} and CR LF.
     *
     * @param i the field, from 0
     * @return false if it must be put together
     */
    public boolean isLine(int i) {
        return (slots[i * STRIDE + ID] & LINE) != 0;
    }

    /**
     * Whether any of some names may be there: a quick answer that spares a search.
     *
     * @param mask of {@link FieldId#mask}
     * @return false if none was ever added
     */
    public boolean mayHave(long mask) {
        return (present & mask) != 0;
    }

    /**
     * Adds a field whose name and value are among the bytes.
     *
     * @param nameStart where the name begins
     * @param nameEnd where it ends
     * @param valueStart where the value begins, without blanks
     * @param valueEnd where it ends, without blanks
     * @param id of the name
     */
    public void add(int nameStart, int nameEnd, int valueStart, int valueEnd, int id) {
        put(nameStart, nameEnd, valueStart, valueEnd, id, id);
    }

    /**
     * Adds a field whose bytes are {@code name: value} and CR LF.
     *
     * @param nameStart where the line begins
     * @param nameEnd where the name ends
     * @param valueEnd where the value ends
     * @param id of the name
     */
    public void addLine(int nameStart, int nameEnd, int valueEnd, int id) {
        put(nameStart, nameEnd, nameEnd + 2, valueEnd, id, id | LINE);
    }

    private void put(int nameStart, int nameEnd, int valueStart, int valueEnd, int id, int flagged) {
        int at = count * STRIDE;
        if (at == slots.length) {
            slots = Arrays.copyOf(slots, 2 * at);
        }
        int[] into = slots;
        into[at + ID] = flagged;
        into[at] = nameStart;
        into[at + NAME_END] = nameEnd;
        into[at + VALUE] = valueStart;
        into[at + VALUE_END] = valueEnd;
        present |= 1L << id;
        count++;
    }

    /**
     * Adds a field behind all others.
     *
     * @param name a token
     * @param value of ISO-8859-1, without CR, LF and NUL: the caller has checked it
     */
    public void add(String name, String value) {
        int start = append(name);
        append(": ");
        append(value);
        end(start, start + name.length(), FieldId.of(name));
    }

    /**
     * Adds a field behind all others.
     *
     * @param id any but {@link FieldId#OTHER}
     * @param value of ISO-8859-1, without CR, LF and NUL: the caller has checked it
     */
    public void add(int id, String value) {
        int start = startLine(id);
        append(value);
        end(start, start + FieldId.lineStart(id).length - 2, id);
    }

    /**
     * Adds a field behind all others.
     *
     * @param id any but {@link FieldId#OTHER}
     * @param value where its value is; may be this object's own array
     * @param from where it begins
     * @param to where it ends; without CR, LF and NUL: the caller has checked it
     */
    public void add(int id, byte[] value, int from, int to) {
        int start = startLine(id);
        append(value, from, to);
        end(start, start + FieldId.lineStart(id).length - 2, id);
    }

    private int startLine(int id) {
        byte[] name = FieldId.lineStart(id);
        return append(name, 0, name.length);
    }

    private void end(int start, int nameEnd, int id) {
        assert nameEnd > start && Octets.skipToken(bytes(), start, nameEnd) == nameEnd : "a field's name is no token";
        assert Octets.skipText(bytes(), nameEnd, size()) == size() : "a field's value has a control";
        int valueEnd = size();
        append(LINE_END, 0, LINE_END.length);
        addLine(start, nameEnd, valueEnd, id);
    }

    /**
     * Makes a field's value another range of the bytes.
     *
     * @param i the field, from 0
     * @param valueStart where it begins
     * @param valueEnd where it ends
     */
    public void value(int i, int valueStart, int valueEnd) {
        int at = i * STRIDE;
        slots[at + VALUE] = valueStart;
        slots[at + VALUE_END] = valueEnd;
        slots[at + ID] &= ~LINE;
    }

    /**
     * Takes a field out.
     *
     * @param i the field, from 0
     */
    public void drop(int i) {
        slots[i * STRIDE + ID] |= DROPPED;
    }

    /**
     * Takes all fields of a name out.
     *
     * @param id any but {@link FieldId#OTHER}
     */
    public void dropAll(int id) {
        for (int i = find(id, 0); i >= 0; i = find(id, i + 1)) {
            drop(i);
        }
    }

    /**
     * Takes all fields of a name out.
     *
     * @param name in any case
     */
    public void dropAll(String name) {
        for (int i = find(name, 0); i >= 0; i = find(name, i + 1)) {
            drop(i);
        }
    }

    /**
     * Finds a field that is not dropped.
     *
     * @param id any but {@link FieldId#OTHER}
     * @param from the first to look at
     * @return the field, or -1
     */
    public int find(int id, int from) {
        if (!mayHave(1L << id)) {
            return -1;
        }
        for (int i = from; i < count; i++) {
            if ((slots[i * STRIDE + ID] & (ID_MASK | DROPPED)) == id) {
                return i;
            }
        }
        return -1;
    }

    /**
     * Finds a field that is not dropped.
     *
     * @param name in any case
     * @param from the first to look at
     * @return the field, or -1
     */
    public int find(String name, int from) {
        int id = FieldId.of(name);
        if (id != FieldId.OTHER) {
            return find(id, from);
        }
        for (int i = from; i < count; i++) {
            if (!isDropped(i) && Octets.alike(bytes(), nameStart(i), nameEnd(i), name)) {
                return i;
            }
        }
        return -1;
    }

    /**
     * A name as text.
     *
     * @param i the field, from 0
     * @return as received
     */
    public String name(int i) {
        return text(nameStart(i), nameEnd(i));
    }

    /**
     * A value as text.
     *
     * @param i the field, from 0
     * @return without blanks around it, a character for each byte
     */
    public String value(int i) {
        return text(valueStart(i), valueEnd(i));
    }

    /**
     * The first value of a name as text.
     *
     * @param name in any case
     * @return null if there is none
     */
    public @Nullable String value(String name) {
        int i = find(name, 0);
        return i < 0 ? null : value(i);
    }

    /** Forgets everything. */
    public void clear() {
        clearBytes();
        count = 0;
        present = 0;
        if (slots.length > STRIDE * KEPT_FIELDS) {
            slots = new int[STRIDE * FIRST_FIELDS];
        }
    }
}
