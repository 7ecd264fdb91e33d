package io.evenkeel.lb.persist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Two addresses have one key if they are of one network. */
class AffinityKeyTest {

    private static final BigInteger ONES = BigInteger.ONE.shiftLeft(128).subtract(BigInteger.ONE);

    private static byte[] bytes(BigInteger value, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = value.shiftRight(8 * (length - 1 - i)).byteValue();
        }
        return bytes;
    }

    /** Never an IPv4 address, whatever the bytes are: that is what a dual-stack socket may hand over. */
    private static InetAddress v6(BigInteger value) {
        try {
            return Inet6Address.getByAddress(null, bytes(value, 16), -1);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static InetAddress v4(int value) {
        try {
            return InetAddress.getByAddress(bytes(BigInteger.valueOf(value), 4));
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static BigInteger mapped(int value) {
        return BigInteger.valueOf(0xffff_0000_0000L | (value & 0xffff_ffffL));
    }

    private static BigInteger value(AffinityKey key) {
        return new BigInteger(key.toString(), 16);
    }

    private static BigInteger network(BigInteger address, int prefix) {
        return address.and(ONES.shiftLeft(128 - prefix).and(ONES));
    }

    /** Zeros, ones and anything, with few bits changed: so that neighbours occur. */
    @Provide
    Arbitrary<BigInteger> addresses() {
        Arbitrary<BigInteger> any = Arbitraries.bigIntegers().between(BigInteger.ZERO, ONES);
        Arbitrary<BigInteger> plain = Arbitraries.of(BigInteger.ZERO, ONES, mapped(0), mapped(-1));
        Arbitrary<Integer> bit = Arbitraries.integers().between(0, 127);
        return Combinators.combine(Arbitraries.oneOf(any, plain), bit, bit)
                .as((value, a, b) -> value.flipBit(a).flipBit(b));
    }

    @Property
    void ofIpv6HasTheFirstBits(@ForAll("addresses") BigInteger address, @ForAll @IntRange(max = 128) int prefix) {
        if (!address.shiftRight(32).equals(BigInteger.valueOf(0xffff))) {
            assertEquals(network(address, prefix), value(AffinityKey.of(v6(address), 7, prefix)));
        }
    }

    @Property
    void ofIpv4HasTheFirstBitsBehindItsMapping(@ForAll int address, @ForAll @IntRange(max = 32) int prefix) {
        assertEquals(network(mapped(address), 96 + prefix), value(AffinityKey.of(v4(address), prefix, 3)));
    }

    @Property
    void ofMappedIpv4IsThatOfIpv4(
            @ForAll int address, @ForAll @IntRange(max = 32) int prefix, @ForAll @IntRange(max = 128) int prefix6) {
        assertEquals(
                AffinityKey.of(v4(address), prefix, prefix6), AffinityKey.of(v6(mapped(address)), prefix, prefix6));
    }

    @Property
    void isEqualWithinANetworkOnly(
            @ForAll("addresses") BigInteger one,
            @ForAll("addresses") BigInteger other,
            @ForAll @IntRange(max = 128) int prefix) {
        AffinityKey a = new AffinityKey(one.shiftRight(64).longValue(), one.longValue());
        AffinityKey b = new AffinityKey(other.shiftRight(64).longValue(), other.longValue());
        assertEquals(one.equals(other), a.equals(b));
        assertEquals(one, value(a));
        BigInteger near = network(one, prefix).or(other.and(ONES.shiftRight(prefix)));
        if (!one.shiftRight(32).equals(BigInteger.valueOf(0xffff))
                && !near.shiftRight(32).equals(BigInteger.valueOf(0xffff))) {
            AffinityKey key = AffinityKey.of(v6(one), 32, prefix);
            assertEquals(key, AffinityKey.of(v6(near), 32, prefix));
            assertEquals(key.hashCode(), AffinityKey.of(v6(near), 32, prefix).hashCode());
        }
    }

    @Test
    void examples() {
        assertEquals(
                "00000000000000000000ffffc0000201",
                AffinityKey.of(address("192.0.2.1"), 32, 128).toString());
        assertEquals(AffinityKey.of(address("192.0.2.1"), 24, 128), AffinityKey.of(address("192.0.2.255"), 24, 128));
        assertNotEquals(AffinityKey.of(address("192.0.2.1"), 25, 128), AffinityKey.of(address("192.0.2.255"), 25, 128));
        assertEquals(
                "20010db8000000010000000000000000",
                AffinityKey.of(address("2001:db8:0:1:2:3:4:5"), 24, 64).toString());
        assertNotEquals(AffinityKey.of(address("0.0.0.1"), 32, 128), AffinityKey.of(address("::1"), 32, 128));
        assertNotEquals(new AffinityKey(1, 2), "x");
    }

    @Test
    void theZoneOfALinkLocalAddressDoesNotCount() throws UnknownHostException {
        byte[] bytes = address("fe80::1").getAddress();
        assertEquals(
                AffinityKey.of(Inet6Address.getByAddress(null, bytes, 1), 32, 128),
                AffinityKey.of(Inet6Address.getByAddress(null, bytes, 2), 32, 128));
    }

    /** Hash tables of a power of two look at the low bits. */
    @Test
    void neighboursAreSpread() {
        for (int bit = 0; bit < 128 - 16; bit += 8) {
            Set<Integer> buckets = new HashSet<>();
            for (int i = 0; i < 4096; i++) {
                BigInteger value = BigInteger.valueOf(i).shiftLeft(bit);
                AffinityKey key = new AffinityKey(value.shiftRight(64).longValue(), value.longValue());
                int hash = key.hashCode();
                buckets.add((hash ^ hash >>> 16) & 0xffff);
            }
            // At random it would be 65536 (1 - e^(-1/16)) = 3971 of 4096.
            assertTrue(buckets.size() > 3500, "from bit " + bit + ": " + buckets.size());
        }
    }

    @Property
    void theirOrderIsThatOfTheirBits(
            @ForAll long high, @ForAll long low, @ForAll long otherHigh, @ForAll long otherLow) {
        AffinityKey one = new AffinityKey(high, low);
        AffinityKey two = new AffinityKey(otherHigh, otherLow);
        AffinityKey neighbour = new AffinityKey(high, otherLow);
        assertEquals(0, one.compareTo(new AffinityKey(high, low)));
        assertEquals(one.equals(two), one.compareTo(two) == 0);
        assertEquals(Integer.signum(one.compareTo(two)), -Integer.signum(two.compareTo(one)));
        assertEquals(Long.compare(low, otherLow), one.compareTo(neighbour));
    }
}
