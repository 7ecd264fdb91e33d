package io.evenkeel.lb.access;

import io.evenkeel.lb.spi.Setting;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A network: the addresses that have their first bits in common. An IPv4 network is kept in its IPv4-mapped form
 * (RFC 4291, 2.5.5.2), 96 bits longer. Ordered by first address, unsigned, larger networks first.
 *
 * @param high the first 64 bits of the first address
 * @param low the last 64 bits
 * @param prefix how many bits are in common, 0 to 128
 */
record Network(long high, long low, int prefix) implements Comparable<Network> {

    private static final int V4_PREFIX = 96;

    private static final String BYTE = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private static final Pattern V4 = Pattern.compile(BYTE + "(\\." + BYTE + "){3}");
    /** With a colon the JDK asks no name server. */
    private static final Pattern V6 = Pattern.compile("(?=[^:]{0,4}:)[0-9a-fA-F:][0-9a-fA-F:.]*");

    private static final Pattern FORM = Pattern.compile("([^/]*)(?:/(\\d{1,3}))?");

    /** The longest run of two or more zero groups is left out (RFC 5952); of several, the first. */
    private static final Pattern GROUPS = Pattern.compile("(?:^|:)0(?::0)+(?=:|$)");

    /** Reads {@code address/bits} or an address alone. */
    static Network parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw refused(text);
        }
        String address = form.group(1);
        boolean v4 = V4.matcher(address).matches();
        if (!v4 && !V6.matcher(address).matches()) {
            throw refused(text);
        }
        int most = v4 ? 32 : 128;
        int bits = form.group(2) == null ? most : Integer.parseInt(form.group(2));
        if (bits > most) {
            throw Setting.refusal("access network", '"' + text + '"', "a prefix of 0 to " + most + " bits");
        }
        Network given = of(text, address, v4 ? bits + V4_PREFIX : bits);
        Network network =
                new Network(given.high & highMask(given.prefix), given.low & lowMask(given.prefix), given.prefix);
        if (!network.equals(given)) {
            throw Setting.refusal(
                    "access network",
                    '"' + text + '"',
                    network + ", or another network without bits beyond its prefix");
        }
        return network;
    }

    private static Network of(String text, String address, int prefix) {
        try {
            byte[] bytes = InetAddress.getByName(address).getAddress();
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            return bytes.length == 4 // also for a mapped one
                    ? new Network(0, 0xFFFFL << 32 | Integer.toUnsignedLong(buffer.getInt()), prefix)
                    : new Network(buffer.getLong(), buffer.getLong(), prefix);
        } catch (UnknownHostException e) {
            throw refused(text);
        }
    }

    private static IllegalArgumentException refused(String text) {
        return Setting.refusal(
                "access network", '"' + text + '"', "an IPv4 or IPv6 address, or a network such as 10.0.0.0/8");
    }

    /** Whether an address is IPv4-mapped. */
    static boolean isMapped(long high, long low) {
        return high == 0 && low >>> 32 == 0xFFFF;
    }

    boolean isV4() {
        return prefix >= V4_PREFIX && isMapped(high, low);
    }

    long lastHigh() {
        return high | ~highMask(prefix);
    }

    long lastLow() {
        return low | ~lowMask(prefix);
    }

    private static long highMask(int prefix) {
        return mask(Math.min(64, prefix));
    }

    private static long lowMask(int prefix) {
        return mask(Math.max(0, prefix - 64));
    }

    /** A shift by 64 would be none. */
    private static long mask(int bits) {
        return bits == 0 ? 0 : -1L << (64 - bits);
    }

    /** As unsigned numbers of 128 bits. */
    static int compare(long high, long low, long otherHigh, long otherLow) {
        int byHigh = Long.compareUnsigned(high, otherHigh);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(low, otherLow);
    }

    @Override
    public int compareTo(Network other) {
        int byStart = compare(high, low, other.high, other.low);
        return byStart != 0 ? byStart : Integer.compare(prefix, other.prefix);
    }

    /** In the usual form, such as {@code 10.0.0.0/8} or {@code 2001:db8::/32}. */
    @Override
    public String toString() {
        if (isV4()) {
            return (low >>> 24 & 255) + "." + (low >>> 16 & 255) + "." + (low >>> 8 & 255) + "." + (low & 255) + "/"
                    + (prefix - V4_PREFIX);
        }
        StringBuilder groups = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            long half = i < 4 ? high : low;
            groups.append(i == 0 ? "" : ":").append(Long.toHexString((half >>> (16 * (3 - i % 4))) & 0xFFFF));
        }
        return shortened(groups.toString()) + "/" + prefix;
    }

    private static String shortened(String groups) {
        Matcher zeros = GROUPS.matcher(groups);
        int start = 0;
        int end = 0;
        int longest = 0;
        while (zeros.find()) {
            int count = (zeros.end() - zeros.start() + 1) / 2; // with or without the colon in front
            if (count > longest) {
                longest = count;
                start = zeros.start();
                end = zeros.end();
            }
        }
        return longest == 0
                ? groups
                : groups.substring(0, start) + "::" + groups.substring(Math.min(groups.length(), end + 1));
    }
}
