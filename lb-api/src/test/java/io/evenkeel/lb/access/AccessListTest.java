package io.evenkeel.lb.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which clients a list lets in, and which lists are refused. */
class AccessListTest {

    private static boolean allows(AccessList list, String client) {
        try {
            return list.allows(InetAddress.getByName(client));
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static void refused(String message, String network) {
        assertEquals(
                "access network: " + message,
                assertThrows(IllegalArgumentException.class, () -> AccessList.ALL.allow(network))
                        .getMessage());
    }

    @Test
    void theLongestPrefixDecidesInWhateverOrderTheyCome() {
        AccessList one = AccessList.ALL.allow("10.0.0.0/8").deny("10.9.0.0/16").allow("10.9.0.1");
        AccessList other = AccessList.ALL.allow("10.9.0.1").deny("10.9.0.0/16").allow("10.0.0.0/8");
        assertEquals(one, other);
        assertEquals(one.hashCode(), other.hashCode());
        for (AccessList list : List.of(one, other)) {
            assertTrue(allows(list, "10.0.0.0"));
            assertTrue(allows(list, "10.8.255.255"));
            assertFalse(allows(list, "10.9.0.0"));
            assertTrue(allows(list, "10.9.0.1"));
            assertFalse(allows(list, "10.9.0.2"));
            assertFalse(allows(list, "10.9.255.255"));
            assertTrue(allows(list, "10.10.0.0"));
            assertTrue(allows(list, "10.255.255.255"));
            assertFalse(allows(list, "11.0.0.0"));
            assertFalse(allows(list, "9.255.255.255"));
        }
    }

    @Test
    void withoutAMatchTheOthersAreDeniedOnlyIfSomebodyIsAllowed() {
        assertTrue(allows(AccessList.ALL, "192.0.2.1"));
        assertTrue(allows(AccessList.ALL, "::1"));
        assertTrue(allows(AccessList.ALL.deny("10.0.0.0/8"), "192.0.2.1"));
        assertTrue(allows(AccessList.ALL.deny("10.0.0.0/8"), "2001:db8::1"));
        assertFalse(allows(AccessList.ALL.allow("10.0.0.0/8"), "192.0.2.1"));
        assertFalse(allows(AccessList.ALL.allow("10.0.0.0/8"), "2001:db8::1"), "of the other family too");
    }

    @Test
    void ofEverythingThereAreTwoFamilies() {
        AccessList noV4 = AccessList.ALL.deny("0.0.0.0/0");
        assertFalse(allows(noV4, "0.0.0.0"));
        assertFalse(allows(noV4, "255.255.255.255"));
        assertTrue(allows(noV4, "::1"));
        AccessList noV6 = AccessList.ALL.deny("::/0");
        assertFalse(allows(noV6, "::"));
        assertFalse(allows(noV6, "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"));
        assertTrue(allows(noV6, "192.0.2.1"));
    }

    @Test
    void networksOfIPv6() {
        AccessList list =
                AccessList.ALL.allow("2001:db8::/32").deny("2001:db8:0:5::/64").allow("2001:db8:0:5::7");
        assertTrue(allows(list, "2001:db8::"));
        assertTrue(allows(list, "2001:db8:0:4:ffff:ffff:ffff:ffff"));
        assertFalse(allows(list, "2001:db8:0:5::"));
        assertTrue(allows(list, "2001:db8:0:5::7"));
        assertFalse(allows(list, "2001:db8:0:5:ffff:ffff:ffff:ffff"));
        assertTrue(allows(list, "2001:db8:0:6::"));
        assertFalse(allows(list, "2001:db9::"));
        assertFalse(allows(list, "fe80::1"));
    }

    @Test
    void anIPv4MappedNetworkIsTheIPv4One() {
        AccessList list = AccessList.ALL.deny("::ffff:10.9.0.0/112");
        assertEquals(AccessList.ALL.deny("10.9.0.0/16"), list);
        assertEquals(List.of("10.9.0.0/16"), list.denied());
        assertFalse(allows(list, "10.9.1.2"));
        assertTrue(allows(list, "10.10.0.0"));
        assertEquals(AccessList.ALL.deny("0.0.0.0/0"), AccessList.ALL.deny("::ffff:0:0/96"));
        assertEquals(AccessList.ALL.allow("10.0.0.1/32"), AccessList.ALL.allow("::ffff:a00:1"));
    }

    /** The JDK makes none of these by itself, but a transport may. */
    @Test
    void aClientOfAnIPv4MappedAddressIsOfIPv4() throws Exception {
        byte[] mapped = new byte[16];
        mapped[10] = -1;
        mapped[11] = -1;
        mapped[12] = 10;
        mapped[15] = 1;
        InetAddress client = Inet6Address.getByAddress(null, mapped, 0);
        assertEquals(16, client.getAddress().length);
        assertFalse(AccessList.ALL.deny("10.0.0.0/8").allows(client));
        assertTrue(AccessList.ALL.allow("10.0.0.1").allows(client));
        assertTrue(AccessList.ALL.deny("::/0").allows(client));
    }

    @ParameterizedTest
    @CsvSource({
        "10.9.1.0/16, 10.9.0.0/16",
        "10.0.0.1/31, 10.0.0.0/31",
        "255.255.255.255/1, 128.0.0.0/1",
        "1.2.3.4/0, 0.0.0.0/0",
        "2001:db8::1/32, 2001:db8::/32",
        "2001:db8:1:2:3:4:5:6/127, 2001:db8:1:2:3:4:5:6/127",
        "2001:db8:0:0:1:0:0:1/127, 2001:db8:0:0:1::/127",
        "2001:0:0:1:0:0:0:9/125, 2001:0:0:1::8/125",
        "::1/0, ::/0",
        "::ffff:10.0.0.1/104, 10.0.0.0/8",
        "::ffff:10.0.0.0/64, ::/64",
    })
    void bitsBeyondThePrefixAreRefusedWithTheNetworkThatWasMeant(String given, String meant) {
        if (given.equals(meant)) {
            assertEquals(List.of(meant), AccessList.ALL.allow(given).allowed());
        } else {
            refused(
                    "\"" + given + "\" is not allowed; allowed: " + meant
                            + ", or another network without bits beyond its prefix",
                    given);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "example.org",
                "localhost",
                "10.0.0",
                "10.0.0.256",
                "010.0.0.1",
                "10.0.0.0/",
                "10.0.0.0/x",
                "10.0.0.0/-1",
                "10.0.0.0/8/8",
                "10.0.0.0/255.0.0.0",
                " 10.0.0.0/8",
                "[::1]",
                "::1%lo",
                "1::2::3",
                ":::",
                "::g",
                "/8",
                "10.0.0.1:80"
            })
    void whatIsNoNetworkIsRefusedAndNoNameServerIsAsked(String text) {
        refused(
                "\"" + text + "\" is not allowed; allowed: an IPv4 or IPv6 address, or a network such as 10.0.0.0/8",
                text);
    }

    @Test
    void prefixesAndListsHaveTheirBounds() {
        refused("\"10.0.0.0/33\" is not allowed; allowed: a prefix of 0 to 32 bits", "10.0.0.0/33");
        refused("\"::/129\" is not allowed; allowed: a prefix of 0 to 128 bits", "::/129");
        refused("\"\" is not allowed; allowed: a text that is not blank", "");
        refused("null is not allowed; allowed: a text that is not blank", null);
        List<String> most = IntStream.range(0, 10_000)
                .mapToObj(i -> "10.0." + (i >> 8) + "." + (i & 255))
                .toList();
        AccessList full = AccessList.ALL.deny(most);
        assertEquals(most.size(), full.denied().size());
        assertEquals(full, full.deny(most), "again: nothing new");
        assertEquals(
                "access networks: 10001 is not allowed; allowed: 0 to 10000",
                assertThrows(IllegalArgumentException.class, () -> full.deny("192.0.2.1"))
                        .getMessage());
        assertFalse(allows(full, "10.0.39.15"));
        assertTrue(allows(full, "10.0.39.16"));
    }

    @Test
    void oneNetworkIsNotBothAllowedAndDenied() {
        AccessList list = AccessList.ALL.deny("10.0.0.0/8");
        assertEquals(
                "access network: 10.0.0.0/8 is not allowed; allowed: a network that is not both allowed and denied",
                assertThrows(IllegalArgumentException.class, () -> list.allow("::ffff:10.0.0.0/104"))
                        .getMessage());
        assertEquals(list, list.deny("10.0.0.0/8"));
        assertSame(AccessList.ALL, AccessList.ALL.allow(List.of()));
    }

    @Test
    void lookingUpAllocatesNothing() {
        AccessList list = AccessList.ALL.allow("10.0.0.0/8").deny("10.9.0.0/16").deny("2001:db8::/32");
        lookUp(list, 100_000);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        int allowed = lookUp(list, 100_000);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(allowed > 0);
        assertTrue(allocated < 10_000, () -> allocated + " bytes");
    }

    private static int lookUp(AccessList list, int times) {
        int allowed = 0;
        for (int i = 0; i < times; i++) {
            allowed += list.allows(0, 0xFFFF_0A00_0000L + i * 31L) ? 1 : 0;
            allowed += list.allows(0x2001_0db8_0000_0000L, i) ? 1 : 0;
        }
        return allowed;
    }

    @Test
    void aListSaysWhatItIs() {
        assertEquals("all", AccessList.ALL.toString());
        AccessList list = AccessList.ALL.allow("10.0.0.0/8").deny("::1");
        assertEquals("allow 10.0.0.0/8, deny ::1/128", list.toString());
        assertEquals(List.of("10.0.0.0/8"), list.allowed());
        assertEquals(List.of("::1/128"), list.denied());
        for (int i = 0; i < 10; i++) {
            list = list.deny("192.0.2." + i);
        }
        assertTrue(list.toString().endsWith("deny 192.0.2.7/32 and 2 more"), list.toString());
    }
}
