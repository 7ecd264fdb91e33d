package io.evenkeel.lb.engine.choose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.RealServer;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EndpointTest {

    private final Endpoint endpoint = new Endpoint("127.0.0.1", List.of(InetAddress.getLoopbackAddress()), 80);

    @Test
    void reservesUpToTheLimitAndNotBeyond() {
        assertTrue(endpoint.tryReserve(2));
        assertTrue(endpoint.tryReserve(2));
        assertFalse(endpoint.tryReserve(2));
        assertTrue(endpoint.tryReserve(0), "no limit");
        assertEquals(3, endpoint.inFlight());
        endpoint.release();
        assertFalse(endpoint.tryReserve(2));
        endpoint.release();
        assertTrue(endpoint.tryReserve(2));
    }

    @Test
    void aLimitHoldsAgainstManyThreads() throws InterruptedException {
        int limit = 3;
        AtomicInteger most = new AtomicInteger();
        AtomicInteger reserved = new AtomicInteger();
        Thread[] threads = new Thread[4];
        for (int i = 0; i < threads.length; i++) {
            threads[i] = new Thread(() -> {
                for (int n = 0; n < 100_000; n++) {
                    if (endpoint.tryReserve(limit)) {
                        most.accumulateAndGet(reserved.incrementAndGet(), Math::max);
                        reserved.decrementAndGet();
                        endpoint.release();
                    }
                }
            });
            threads[i].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertTrue(most.get() <= limit, "at most " + limit + ", was " + most);
        assertEquals(0, endpoint.inFlight());
    }

    @Test
    void membersOfOneAddressShareIt() {
        Endpoints endpoints = new Endpoints();
        Endpoint one = endpoints.acquire(RealServer.at("127.0.0.1", 80));
        assertSame(one, endpoints.acquire(RealServer.at("localhost", 80).weight(7)));
        assertNotSame(one, endpoints.acquire(RealServer.at("127.0.0.1", 81)));
        assertNotSame(one, endpoints.acquire(RealServer.at("127.0.0.1")));
        assertEquals(3, endpoints.size());
    }

    @Test
    void membersOfOneNameShareItHoweverItIsWritten() {
        Endpoints endpoints = new Endpoints();
        Endpoint one = endpoints.acquire(RealServer.at("db.test", 80));
        assertSame(one, endpoints.acquire(RealServer.at("DB.Test", 80).weight(7)));
        assertNotSame(one, endpoints.acquire(RealServer.at("db.test", 81)));
        assertNotSame(one, endpoints.acquire(RealServer.at("db2.test", 80)));
        assertEquals(List.of(), one.addresses());
        assertEquals("db.test:80", one.toString());
    }

    @Test
    void aNamesAddressesComeAndGoAndItsCountStays() {
        Endpoints endpoints = new Endpoints();
        Endpoint one = endpoints.acquire(RealServer.at("db.test"));
        one.tryReserve(0);
        one.addresses(List.of(InetAddress.getLoopbackAddress()));
        assertEquals("127.0.0.1:*", one.toString());
        assertSame(one, endpoints.acquire(RealServer.at("db.test")));
        assertEquals(1, one.inFlight());
        // What it stands for now is no matter: it is still the name's.
        assertNotSame(one, endpoints.acquire(RealServer.at("127.0.0.1")));
    }

    @Test
    void withoutMembersItCountsAsLongAsSomethingIsInFlight() {
        Endpoints endpoints = new Endpoints();
        Endpoint one = endpoints.acquire(RealServer.at("10.0.0.1", 80));
        one.tryReserve(0);
        endpoints.release(one);
        assertEquals(1, endpoints.size());
        assertSame(one, endpoints.acquire(RealServer.at("10.0.0.1", 80)));
        endpoints.release(one);
        one.release();
        assertEquals(0, endpoints.size());
    }
}
