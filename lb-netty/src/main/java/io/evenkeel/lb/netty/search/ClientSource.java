package io.evenkeel.lb.netty.search;

import io.evenkeel.lb.persist.AffinityKey;
import io.evenkeel.lb.spi.Hash64;
import java.net.InetAddress;

/** A client's address in the form in which it is hashed: an IPv4 address is the IPv4-mapped IPv6 address. Immutable. */
public final class ClientSource {

    private static final int IPV4_BITS = 96;

    private final long high;
    private final long low;

    /** Of an address. */
    public ClientSource(InetAddress address) {
        AffinityKey whole = AffinityKey.of(address, 32, 128);
        high = whole.high();
        low = whole.low();
    }

    /** The hash of the network that the address is in. */
    public long hash(int prefix4, int prefix6) {
        boolean is4 = high == 0 && low >>> 32 == 0xffff;
        int bits = is4 ? IPV4_BITS + prefix4 : prefix6;
        return Hash64.of(high & mask(bits), low & mask(bits - 64));
    }

    /** The upper bits of 64. */
    private static long mask(int bits) {
        return bits <= 0 ? 0 : -1L << Math.max(0, 64 - bits);
    }
}
