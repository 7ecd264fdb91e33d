package io.evenkeel.lb.persist;

import java.net.InetAddress;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a client is known by: 128 bits. Immutable, with value equality. It has an order so that addresses chosen to collide
 * still make a tree in a hash map, not a list.
 */
public final class AffinityKey implements Comparable<AffinityKey> {

    /** {@code ::ffff:0:0/96}, where IPv6 has the IPv4 addresses. */
    private static final long IPV4 = 0xffffL << 32;

    /** Costs more to make than to use; it holds nothing between two uses. */
    private static final ThreadLocal<MessageDigest> SHA_256 = ThreadLocal.withInitial(AffinityKey::sha256);

    private final long high;
    private final long low;

    /**
     * A key.
     *
     * @param high the upper 64 bits
     * @param low the lower 64 bits
     */
    public AffinityKey(long high, long low) {
        this.high = high;
        this.low = low;
    }

    /**
     * The key of a network: an address with all bits behind its prefix cleared. An IPv4 address is the IPv4-mapped IPv6
     * address, so that a client is the same whichever listener it comes to.
     *
     * @param address the client's address
     * @param prefix4 how many bits of an IPv4 address count, 0 to 32
     * @param prefix6 how many bits of an IPv6 address count, 0 to 128
     * @return the key
     */
    public static AffinityKey of(InetAddress address, int prefix4, int prefix6) {
        byte[] bytes = address.getAddress();
        if (bytes.length == 4) {
            return new AffinityKey(0, IPV4 | (longOf(bytes, 0, 4) & mask(prefix4) >>> 32));
        }
        long high = longOf(bytes, 0, 8);
        long low = longOf(bytes, 8, 8);
        if (high == 0 && low >>> 32 == 0xffff) {
            return new AffinityKey(0, low & (mask(prefix4) >>> 32 | IPV4));
        }
        return new AffinityKey(high & mask(prefix6), low & mask(prefix6 - 64));
    }

    /**
     * The key of a value of any length, such as a cookie's: the first 128 bits of its SHA-256, so that values which clients
     * choose do not collide.
     *
     * @param bytes has the value
     * @param from where it begins
     * @param to behind its last byte
     * @return the key
     * @throws IndexOutOfBoundsException when this is not a part of the array
     */
    public static AffinityKey of(byte[] bytes, int from, int to) {
        Objects.checkFromToIndex(from, to, bytes.length);
        MessageDigest sha256 = SHA_256.get();
        sha256.update(bytes, from, to - from);
        byte[] digest = sha256.digest();
        return new AffinityKey(longOf(digest, 0, 8), longOf(digest, 8, 8));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static long longOf(byte[] bytes, int from, int count) {
        long value = 0;
        for (int i = from; i < from + count; i++) {
            value = value << 8 | (bytes[i] & 0xff);
        }
        return value;
    }

    /** The upper bits of 64. */
    private static long mask(int bits) {
        return bits <= 0 ? 0 : -1L << Math.max(0, 64 - bits);
    }

    /**
     * The upper half.
     *
     * @return 64 bits
     */
    public long high() {
        return high;
    }

    /**
     * The lower half.
     *
     * @return 64 bits
     */
    public long low() {
        return low;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof AffinityKey that && high == that.high && low == that.low;
    }

    /** Addresses of one network differ in a few low bits; hash tables want them spread. */
    @Override
    public int hashCode() {
        long mixed = (high * 0x9E3779B97F4A7C15L ^ low) * 0xBF58476D1CE4E5B9L;
        return (int) (mixed ^ mixed >>> 32);
    }

    @Override
    public int compareTo(AffinityKey other) {
        int byHigh = Long.compare(high, other.high);
        return byHigh != 0 ? byHigh : Long.compare(low, other.low);
    }

    /** 32 hexadecimal digits. */
    @Override
    public String toString() {
        return String.format("%016x%016x", high, low);
    }
}
