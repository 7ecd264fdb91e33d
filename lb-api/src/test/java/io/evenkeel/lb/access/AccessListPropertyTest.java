package io.evenkeel.lb.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** A list answers as somebody would who looks at each network in turn; few bits differ, so that networks nest and touch. */
class AccessListPropertyTest {

    /** A network as its address bytes and the length of its prefix. */
    record Entry(byte[] address, int prefix, boolean allowed) {

        String text() {
            return AccessListPropertyTest.text(network()) + "/" + prefix;
        }

        byte[] network() {
            byte[] network = address.clone();
            for (int i = 0; i < network.length * 8; i++) {
                if (i >= prefix) {
                    network[i / 8] &= (byte) ~(128 >> i % 8);
                }
            }
            return network;
        }

        boolean contains(byte[] client) {
            return client.length == address.length
                    && new BigInteger(1, client)
                            .shiftRight(8 * client.length - prefix)
                            .equals(new BigInteger(1, address).shiftRight(8 * client.length - prefix));
        }
    }

    private static String text(byte[] address) {
        try {
            return InetAddress.getByAddress(address).getHostAddress();
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    /** Zeros and ones but for a few bits here and there, at the ends of words too. */
    @Provide
    Arbitrary<byte[]> addresses() {
        Arbitrary<Byte> octets = Arbitraries.of((byte) 0, (byte) 1, (byte) 0x80, (byte) 0xFF);
        return Arbitraries.of(4, 16)
                .flatMap(size -> octets.array(byte[].class).ofSize(size))
                .filter(bytes -> bytes.length == 4 || !text(bytes).contains(".")); // a mapped one would be of IPv4
    }

    @Provide
    Arbitrary<List<Entry>> entries() {
        Arbitrary<Entry> entry = addresses()
                .flatMap(address -> Combinators.combine(
                                Arbitraries.integers().between(0, 8 * address.length), Arbitraries.of(true, false))
                        .as((prefix, allowed) -> new Entry(address, prefix, allowed)));
        return entry.list().ofMaxSize(12);
    }

    private static AccessList list(List<Entry> entries, List<Entry> taken) {
        AccessList list = AccessList.ALL;
        for (Entry entry : entries) {
            try {
                list = entry.allowed() ? list.allow(entry.text()) : list.deny(entry.text());
                taken.add(entry);
            } catch (IllegalArgumentException contradiction) {
                assertTrue(contradiction.getMessage().contains("not both"), contradiction.getMessage());
            }
        }
        return list;
    }

    private static boolean naive(List<Entry> entries, byte[] client) {
        Entry longest = null;
        for (Entry entry : entries) {
            if (entry.contains(client) && (longest == null || entry.prefix() > longest.prefix())) {
                longest = entry;
            }
        }
        return longest == null ? entries.stream().noneMatch(Entry::allowed) : longest.allowed();
    }

    @Property(tries = 300)
    void anyAddressIsJudgedAsByTheNaiveOracle(@ForAll("entries") List<Entry> entries, @ForAll("addresses") byte[] other)
            throws UnknownHostException {
        List<Entry> taken = new ArrayList<>();
        AccessList list = list(entries, taken);
        List<byte[]> clients = new ArrayList<>(List.of(other));
        for (Entry entry : taken) {
            clients.addAll(edges(entry));
        }
        for (byte[] client : clients) {
            assertEquals(
                    naive(taken, client),
                    list.allows(InetAddress.getByAddress(client)),
                    () -> list + ": " + text(client));
        }
    }

    /** First and last address of a network, and their neighbours outside. */
    private static List<byte[]> edges(Entry entry) {
        int size = entry.address().length;
        BigInteger first = new BigInteger(1, entry.network());
        BigInteger last =
                first.add(BigInteger.ONE.shiftLeft(8 * size - entry.prefix()).subtract(BigInteger.ONE));
        BigInteger end = BigInteger.ONE.shiftLeft(8 * size);
        return Stream.of(first, last, first.subtract(BigInteger.ONE), last.add(BigInteger.ONE))
                .filter(address -> address.signum() >= 0 && address.compareTo(end) < 0)
                .map(address -> bytes(address, size))
                .filter(bytes -> size == 4 || !text(bytes).contains("."))
                .toList();
    }

    private static byte[] bytes(BigInteger address, int size) {
        byte[] bytes = new byte[size];
        byte[] number = address.toByteArray();
        int length = Math.min(size, number.length);
        System.arraycopy(number, number.length - length, bytes, size - length, length);
        return bytes;
    }

    @Property(tries = 300)
    void theOrderOfAddingDoesNotMatter(@ForAll("entries") List<Entry> entries, @ForAll("addresses") byte[] client)
            throws UnknownHostException {
        List<Entry> taken = new ArrayList<>();
        AccessList list = list(entries, taken);
        List<Entry> reversed = new ArrayList<>(taken);
        Collections.reverse(reversed);
        AccessList other = list(reversed, new ArrayList<>());
        assertEquals(list, other);
        assertEquals(list.allows(InetAddress.getByAddress(client)), other.allows(InetAddress.getByAddress(client)));
    }

    @Property(tries = 300)
    void aNetworkIsReadBackFromWhatItSays(@ForAll("entries") List<Entry> entries) {
        AccessList list = list(entries, new ArrayList<>());
        assertEquals(list, AccessList.ALL.allow(list.allowed()).deny(list.denied()));
    }
}
