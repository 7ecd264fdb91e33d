package io.evenkeel.lb.netty.http.message;

import java.util.Locale;

/**
 * Small numbers for the names that framing, routing and forwarding must recognise, so that each name is looked at once.
 * Found by a perfect hash of length and three bytes; only a name that lands on one of ours is compared.
 */
public final class FieldId {

    /** Any name without a number. */
    public static final int OTHER = 0;

    /** Content-Length. */
    public static final int CONTENT_LENGTH = 1;

    /** Transfer-Encoding. */
    public static final int TRANSFER_ENCODING = 2;

    /** Trailer. */
    public static final int TRAILER = 3;

    /** Connection. */
    public static final int CONNECTION = 4;

    /** Keep-Alive. */
    public static final int KEEP_ALIVE = 5;

    /** Proxy-Connection. */
    public static final int PROXY_CONNECTION = 6;

    /** Proxy-Authenticate. */
    public static final int PROXY_AUTHENTICATE = 7;

    /** Proxy-Authorization. */
    public static final int PROXY_AUTHORIZATION = 8;

    /** Proxy-Authentication-Info. */
    public static final int PROXY_AUTHENTICATION_INFO = 9;

    /** TE. */
    public static final int TE = 10;

    /** Upgrade. */
    public static final int UPGRADE = 11;

    /** HTTP2-Settings. */
    public static final int HTTP2_SETTINGS = 12;

    /** Host. */
    public static final int HOST = 13;

    /** Expect. */
    public static final int EXPECT = 14;

    /** Max-Forwards. */
    public static final int MAX_FORWARDS = 15;

    /** Authorization. */
    public static final int AUTHORIZATION = 16;

    /** WWW-Authenticate. */
    public static final int WWW_AUTHENTICATE = 17;

    /** Authentication-Info. */
    public static final int AUTHENTICATION_INFO = 18;

    /** Cookie. */
    public static final int COOKIE = 19;

    /** Set-Cookie. */
    public static final int SET_COOKIE = 20;

    /** X-Forwarded-For. */
    public static final int X_FORWARDED_FOR = 21;

    /** X-Forwarded-Proto. */
    public static final int X_FORWARDED_PROTO = 22;

    /** X-Forwarded-Host. */
    public static final int X_FORWARDED_HOST = 23;

    /** X-Forwarded-Port. */
    public static final int X_FORWARDED_PORT = 24;

    /** Forwarded. */
    public static final int FORWARDED = 25;

    /** Via. */
    public static final int VIA = 26;

    /** Date. */
    public static final int DATE = 27;

    /** Server. */
    public static final int SERVER = 28;

    /** Location. */
    public static final int LOCATION = 29;

    /** Content-Type. */
    public static final int CONTENT_TYPE = 30;

    /** Content-Encoding. */
    public static final int CONTENT_ENCODING = 31;

    /** Content-Range. */
    public static final int CONTENT_RANGE = 32;

    /** Cache-Control. */
    public static final int CACHE_CONTROL = 33;

    /** Pragma. */
    public static final int PRAGMA = 34;

    /** Range. */
    public static final int RANGE = 35;

    /** If-Match. */
    public static final int IF_MATCH = 36;

    /** If-None-Match. */
    public static final int IF_NONE_MATCH = 37;

    /** If-Modified-Since. */
    public static final int IF_MODIFIED_SINCE = 38;

    /** If-Unmodified-Since. */
    public static final int IF_UNMODIFIED_SINCE = 39;

    /** If-Range. */
    public static final int IF_RANGE = 40;

    /** Age. */
    public static final int AGE = 41;

    /** Expires. */
    public static final int EXPIRES = 42;

    /** Vary. */
    public static final int VARY = 43;

    /** Retry-After. */
    public static final int RETRY_AFTER = 44;

    /** User-Agent. */
    public static final int USER_AGENT = 45;

    /** Referer. */
    public static final int REFERER = 46;

    private static final String[] NAMES = {
        "",
        "Content-Length",
        "Transfer-Encoding",
        "Trailer",
        "Connection",
        "Keep-Alive",
        "Proxy-Connection",
        "Proxy-Authenticate",
        "Proxy-Authorization",
        "Proxy-Authentication-Info",
        "TE",
        "Upgrade",
        "HTTP2-Settings",
        "Host",
        "Expect",
        "Max-Forwards",
        "Authorization",
        "WWW-Authenticate",
        "Authentication-Info",
        "Cookie",
        "Set-Cookie",
        "X-Forwarded-For",
        "X-Forwarded-Proto",
        "X-Forwarded-Host",
        "X-Forwarded-Port",
        "Forwarded",
        "Via",
        "Date",
        "Server",
        "Location",
        "Content-Type",
        "Content-Encoding",
        "Content-Range",
        "Cache-Control",
        "Pragma",
        "Range",
        "If-Match",
        "If-None-Match",
        "If-Modified-Since",
        "If-Unmodified-Since",
        "If-Range",
        "Age",
        "Expires",
        "Vary",
        "Retry-After",
        "User-Agent",
        "Referer"
    };

    /** Found by trial: no two of {@link #NAMES} share a place. */
    private static final int MULTIPLIER = 0x3099_fdf5;

    private static final byte[] PLACES = places();

    private static final byte[][] LOWER = new byte[NAMES.length][];
    private static final byte[][] LINE_STARTS = new byte[NAMES.length][];

    static {
        for (int id = 1; id < NAMES.length; id++) {
            LOWER[id] = Octets.of(NAMES[id].toLowerCase(Locale.ROOT));
            LINE_STARTS[id] = Octets.of(NAMES[id] + ": ");
        }
    }

    private FieldId() {}

    private static byte[] places() {
        byte[] places = new byte[256];
        for (int id = 1; id < NAMES.length; id++) {
            String name = NAMES[id];
            int length = name.length();
            int place = place(length, name.charAt(length - 2), name.charAt(length >> 1), name.charAt(length - 1));
            if (places[place] != 0) {
                throw new AssertionError(name + " shares its place with " + NAMES[places[place]]);
            }
            places[place] = (byte) id;
        }
        return places;
    }

    private static int place(int length, int lastButOne, int middle, int last) {
        int letters = (lastButOne << 8) | (middle << 16) | (last << 24) | 0x2020_2000;
        return ((letters + length) * MULTIPLIER) >>> 24;
    }

    /**
     * The number of a name.
     *
     * @param bytes where
     * @param from where the name, a token in any case, begins
     * @param to where it ends
     * @return its number, or {@link #OTHER}
     */
    public static int of(byte[] bytes, int from, int to) {
        int length = to - from;
        if (length < 2 || length > 0xff) {
            return OTHER;
        }
        int id = PLACES[place(length, bytes[to - 2], bytes[from + (length >> 1)], bytes[to - 1])];
        return id != OTHER && Octets.alike(bytes, from, to, LOWER[id]) ? id : OTHER;
    }

    /**
     * The number of a name.
     *
     * @param name a token in any case
     * @return its number, or {@link #OTHER}
     */
    public static int of(String name) {
        int length = name.length();
        if (length < 2 || length > 0xff) {
            return OTHER;
        }
        int id = PLACES[place(length, name.charAt(length - 2), name.charAt(length >> 1), name.charAt(length - 1))];
        return id != OTHER && name.equalsIgnoreCase(NAMES[id]) ? id : OTHER;
    }

    /**
     * How many names have a number.
     *
     * @return the last number
     */
    public static int last() {
        return NAMES.length - 1;
    }

    /**
     * The name of a number.
     *
     * @param id any but {@link #OTHER}
     * @return as its standard writes it
     */
    public static String name(int id) {
        return NAMES[id];
    }

    /** A name as its standard writes it, with a colon and a space behind; not to be changed. */
    static byte[] lineStart(int id) {
        return LINE_STARTS[id];
    }

    /**
     * A set of names.
     *
     * @param ids any but {@link #OTHER}
     * @return a bit for each
     */
    public static long mask(int... ids) {
        long mask = 0;
        for (int id : ids) {
            mask |= 1L << id;
        }
        return mask;
    }
}
