package io.evenkeel.lb.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.netty.GoodClients.Tail;
import io.evenkeel.lb.testkit.http.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.LongBinaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A thousand clients that send a byte of their head now and then, and heads without an end: the balancer, alone in its
 * process with a fixed heap, sheds them, hardly grows, and a good client hardly notices.
 */
@ExtendWith(LeakExtension.class)
@EnabledOnOs(OS.LINUX)
@Tag("load")
class HttpSlowHeadsTest {

    private static final int CLIENTS = 1000;
    private static final int STREAMS = 8;
    private static final long SLOWLY_MICROS = 250_000;
    /** Each of the streams is to send every ten milliseconds, one after the other. */
    private static final long FAST_MICROS = 10_000 / STREAMS;

    private static final long MAY_GROW = 32L << 20;
    private static final int MAY_SLOW_DOWN = 3;
    private static final long WARM_UP = 64L << 20;
    /** What the neighbours of a busy machine can do to anybody. */
    private static final long NOISE_NANOS = 5_000_000;

    @TempDir
    Path folder;

    /** The default transport, for every build: beside other tests, so the measure is who is spared at the same time. */
    @ParameterizedTest
    @EnumSource(names = "AUTO")
    void areShed(Transport transport) throws Exception {
        shed(
                transport,
                Duration.ofSeconds(3),
                64L << 20,
                (before, meanwhile) -> MAY_SLOW_DOWN * meanwhile + NOISE_NANOS);
    }

    @ParameterizedTest
    @Tag("long")
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void areShedForLong(Transport transport) throws Exception {
        shed(transport, Duration.ofSeconds(10), 1L << 30, (before, meanwhile) -> MAY_SLOW_DOWN * before);
    }

    /** The bound of a good client's p99 takes what it was before, and what one who is spared has meanwhile. */
    private void shed(Transport transport, Duration head, long stream, LongBinaryOperator bound) throws Exception {
        ScheduledExecutorService attacker = Executors.newSingleThreadScheduledExecutor();
        try (Children children = new Children(folder);
                HttpServer server = HttpServer.start(request -> BoundedChild.answer(request.target()))) {
            BoundedChild balancer = BoundedChild.start(children, transport, server, head);
            BoundedChild other = BoundedChild.start(children, transport, server, head);
            balancer.warmUp();
            other.warmUp();
            try (SlowHeads first = new SlowHeads(balancer.address)) {
                stream(first, WARM_UP, attacker).get(); // what takes and sheds a connection is to be compiled as well
            }
            try (GoodClients good = new GoodClients(balancer, other)) {
                good.p99(Duration.ofSeconds(2));
                long alone = good.p99(Duration.ofSeconds(2)).attacked();

                Attack attack = new Attack(transport + ": slow heads", balancer, other);
                try (SlowHeads slow = new SlowHeads(balancer.address)) {
                    CompletableFuture<Void> allShed = sendSlowly(slow, attacker);
                    Tail among = good.p99(head.minusMillis(500));
                    long grown = balancer.grownBytes();
                    attack.costsLittle();
                    allShed.get(head.plusSeconds(3).toMillis(), TimeUnit.MILLISECONDS);
                    assertEquals(
                            Collections.nCopies(CLIENTS, "HTTP/1.1 408 Request Timeout"), slow.answers, "all are told");
                    attack.report(grown, alone, among, bound);
                }

                attack = new Attack(transport + ": endless heads", balancer, other);
                try (SlowHeads endless = new SlowHeads(balancer.address)) {
                    CompletableFuture<Void> streamed = stream(endless, stream, attacker);
                    AtomicLong most = new AtomicLong();
                    Tail during = good.p99While(() -> {
                        most.accumulateAndGet(grown(balancer), Math::max);
                        return !streamed.isDone();
                    });
                    streamed.get();
                    attack.costsLittle();
                    TreeSet<String> told = new TreeSet<>(endless.answers);
                    told.remove(""); // a reset may overtake the answer
                    assertEquals("[HTTP/1.1 431 Request Header Fields Too Large]", told.toString());
                    System.out.printf(
                            "%s: %d endless heads for %d MiB%n", transport, endless.answers.size(), endless.sent >> 20);
                    attack.report(most.get(), alone, during, bound);
                }
            }
        } finally {
            attacker.shutdownNow();
        }
    }

    /** What one kind of attack does to the balancer, beside one that serves as many good requests and is spared. */
    private static final class Attack {

        private final String what;
        private final BoundedChild balancer;
        private final BoundedChild spared;
        private final long begun = System.nanoTime();
        private final long ticks;

        Attack(String what, BoundedChild balancer, BoundedChild spared) throws IOException {
            this.what = what;
            this.balancer = balancer;
            this.spared = spared;
            this.ticks = moreTicks();
        }

        private long moreTicks() throws IOException {
            return ProcessUse.ticks(balancer.child) - ProcessUse.ticks(spared.child);
        }

        /** Less than three quarters of a core: who is spared would be slow as well if it took all there is. */
        void costsLittle() throws IOException {
            long used = (moreTicks() - ticks) * 1000 / ProcessUse.TICKS_PER_SECOND;
            long lasted = (System.nanoTime() - begun) / 1_000_000;
            System.out.printf("%s: %d ms of processor time in %d ms%n", what, used, lasted);
            assertTrue(used <= lasted * 3 / 4, () -> what + ": " + used + " ms of processor time in " + lasted + " ms");
        }

        void report(long grown, long alone, Tail among, LongBinaryOperator bound) {
            String p99 = "p99 of a good client %d us, before %d us, of one who is spared %d us"
                    .formatted(among.attacked() / 1000, alone / 1000, among.spared() / 1000);
            System.out.printf(
                    "%s: resident %+d KiB, direct %+d KiB, %s%n",
                    what, grown >> 10, balancer.grownDirectBytes() >> 10, p99);
            assertTrue(grown < MAY_GROW, () -> what + ": grown by " + (grown >> 20) + " MiB");
            assertTrue(among.attacked() <= bound.applyAsLong(alone, among.spared()), () -> what + ": " + p99);
        }
    }

    private static long grown(BoundedChild balancer) {
        try {
            return balancer.grownBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All of them send a byte four times a second; completes when none is left. */
    private static CompletableFuture<Void> sendSlowly(SlowHeads slow, ScheduledExecutorService attacker) {
        attacker.execute(() -> connect(slow, CLIENTS));
        byte[] one = {'a'};
        return repeat(attacker, SLOWLY_MICROS, () -> {
            slow.send(one);
            return slow.open() > 0;
        });
    }

    /** As fast as a network may be, not as fast as a processor is: else it is the neighbours' processor that is measured. */
    private static CompletableFuture<Void> stream(SlowHeads endless, long bytes, ScheduledExecutorService attacker) {
        byte[] much = new byte[65536];
        Arrays.fill(much, (byte) 'a');
        return repeat(attacker, FAST_MICROS, () -> {
            connect(endless, STREAMS - endless.open());
            endless.sendInTurn(much);
            return endless.sent < bytes;
        });
    }

    private static void connect(SlowHeads heads, int count) {
        try {
            heads.connect(count);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static CompletableFuture<Void> repeat(
            ScheduledExecutorService executor, long micros, BooleanSupplier action) {
        CompletableFuture<Void> over = new CompletableFuture<>();
        ScheduledFuture<?> repeated = executor.scheduleAtFixedRate(
                () -> {
                    try {
                        if (!action.getAsBoolean()) {
                            over.complete(null);
                        }
                    } catch (RuntimeException e) {
                        over.completeExceptionally(e);
                    }
                },
                0,
                micros,
                TimeUnit.MICROSECONDS);
        over.whenComplete((done, failure) -> repeated.cancel(false));
        return over;
    }
}
