package io.evenkeel.lb.netty.http.rules;

import io.evenkeel.lb.ForwardedHeaders;
import io.evenkeel.lb.netty.http.message.FieldId;
import io.evenkeel.lb.netty.http.message.Fields;
import io.evenkeel.lb.netty.http.message.Octets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The fields that only trusted clients may send ({@link ForwardedHeaders#reserved}), found at little cost among those that
 * clients do send: a name is looked at by its first letter, then by its length. {@code _} counts as {@code -}, since behind
 * CGI and its kin nobody can tell them apart. Immutable.
 */
public final class ReservedFields {

    private static final long OTHER = FieldId.mask(FieldId.OTHER);
    private static final byte[][] NONE = {};

    private final ForwardedHeaders settings;
    /** Those with a number; of the names without one each is looked at. */
    private final long numbered;
    /** A bit for each letter that a name begins with. */
    private final long firsts;

    private final byte[][] prefixes;
    private final byte[][][] byLength;

    /**
     * Makes them of settings.
     *
     * @param settings name them
     */
    public ReservedFields(ForwardedHeaders settings) {
        this.settings = settings;
        List<byte[]> open = new ArrayList<>();
        List<byte[]> whole = new ArrayList<>();
        long letters = 0;
        int longest = 0;
        for (String each : settings.reserved()) {
            String name = each.toLowerCase(Locale.ROOT).replace('_', '-');
            letters |= bit((byte) name.charAt(0));
            if (name.endsWith("*")) {
                open.add(Octets.of(name.substring(0, name.length() - 1)));
            } else {
                whole.add(Octets.of(name));
                longest = Math.max(longest, name.length());
            }
        }
        firsts = letters;
        prefixes = open.toArray(NONE);
        byLength = new byte[longest + 1][][];
        for (int length = 0; length <= longest; length++) {
            int now = length;
            byLength[length] = whole.stream().filter(name -> name.length == now).toArray(byte[][]::new);
        }
        long known = 0;
        for (int id = 1; id <= FieldId.last(); id++) {
            byte[] name = Octets.of(FieldId.name(id));
            known |= isOneOf(name, 0, name.length) ? FieldId.mask(id) : 0;
        }
        numbered = known;
    }

    /**
     * Whether these are those of some settings.
     *
     * @param other the settings
     * @return whether they are the ones that it was made of
     */
    @SuppressWarnings("ReferenceEquality") // quick, and another object only costs to make these anew
    public boolean areOf(ForwardedHeaders other) {
        return settings == other;
    }

    /**
     * Takes them out.
     *
     * @param fields of a message of a client that is not trusted
     */
    public void takeOut(Fields fields) {
        if (!fields.mayHave(numbered | OTHER)) {
            return;
        }
        for (int i = 0, count = fields.count(); i < count; i++) {
            int id = fields.id(i);
            boolean isReserved = id == FieldId.OTHER
                    ? isOneOf(fields.bytes(), fields.nameStart(i), fields.nameEnd(i) - fields.nameStart(i))
                    : ((1L << id) & numbered) != 0;
            if (isReserved) {
                fields.drop(i);
            }
        }
    }

    private boolean isOneOf(byte[] bytes, int from, int length) {
        if ((bit(bytes[from]) & firsts) == 0) {
            return false;
        }
        if (length < byLength.length) {
            for (byte[] name : byLength[length]) {
                if (begins(bytes, from, name)) {
                    return true;
                }
            }
        }
        for (byte[] prefix : prefixes) {
            if (length >= prefix.length && begins(bytes, from, prefix)) {
                return true;
            }
        }
        return false;
    }

    /** A digit and a letter may share a bit: it only says where to look. */
    private static long bit(byte first) {
        return 1L << (first & 0x1f);
    }

    /** Whether there is this name, in any case, at the beginning. */
    private static boolean begins(byte[] bytes, int from, byte[] lower) {
        for (int i = 0; i < lower.length; i++) {
            byte is = bytes[from + i];
            byte be = lower[i];
            boolean same = is == be || (be == '-' ? is == '_' : be >= 'a' && be <= 'z' && (is | 0x20) == be);
            if (!same) {
                return false;
            }
        }
        return true;
    }
}
