package io.evenkeel.lb.netty.resolve;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Records have no order; what is known stays where it is. */
class AddressesTest {

    static List<InetAddress> list(String... addresses) {
        return Stream.of(addresses).map(AddressesTest::address).toList();
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByAddress("db.test", NetUtil.createByteArrayFromIpAddressString(text));
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static List<InetAddress> next(List<InetAddress> known, String... answer) {
        return Addresses.next(known, Answer.of(list(answer), Duration.ZERO));
    }

    private static List<InetAddress> nextOfPart(List<InetAddress> known, String... answer) {
        return Addresses.next(known, new Answer(list(answer), Duration.ZERO, true, null));
    }

    @Test
    void theFirstAnswersOrderIsTaken() {
        assertEquals(list("10.0.0.2", "10.0.0.1", "::1"), next(List.of(), "10.0.0.2", "10.0.0.1", "::1"));
    }

    @Test
    void anotherOrderChangesNothing() {
        List<InetAddress> known = list("10.0.0.1", "10.0.0.2", "10.0.0.3");
        assertEquals(known, next(known, "10.0.0.3", "10.0.0.1", "10.0.0.2"));
    }

    @Test
    void whatIsNewComesLastAndWhatIsGoneLeaves() {
        List<InetAddress> known = list("10.0.0.1", "10.0.0.2");
        assertEquals(list("10.0.0.2", "10.0.0.4", "10.0.0.3"), next(known, "10.0.0.4", "10.0.0.2", "10.0.0.3"));
        assertEquals(list("10.0.0.9"), next(known, "10.0.0.9"));
    }

    @Test
    void theAnswersFamilyGoesFirst() {
        assertEquals(list("10.0.0.1", "::1"), next(list("::1"), "10.0.0.1", "::1"));
        assertEquals(list("::1", "10.0.0.1"), next(list("10.0.0.1"), "::1", "10.0.0.1"));
        assertEquals(list("10.0.0.1", "::2", "::1"), next(list("::2"), "10.0.0.1", "::1", "::2"));
    }

    @Test
    void afterHalfAnAnswerTheOtherFamilysAddressesAreKept() {
        assertEquals(list("10.0.0.2", "::1"), nextOfPart(list("10.0.0.1", "::1"), "10.0.0.2"));
        assertEquals(list("10.0.0.1", "::1"), nextOfPart(list("10.0.0.1"), "::1"));
        assertEquals(list("::1"), nextOfPart(List.of(), "::1"));
        assertEquals(list("10.0.0.2"), next(list("10.0.0.1", "::1"), "10.0.0.2"));
    }

    @Test
    void thereIsAnEnd() {
        String[] many = IntStream.range(0, 100).mapToObj(i -> "10.0.0." + i).toArray(String[]::new);
        assertEquals(Addresses.MAX, next(List.of(), many).size());
        assertEquals(list("10.0.0.99"), next(list("10.0.0.99"), many).subList(0, 1));
    }
}
