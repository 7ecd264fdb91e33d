package io.evenkeel.lb.netty.resolve;

import static io.evenkeel.lb.netty.resolve.AddressesTest.list;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.netty.LeakExtension;
import io.evenkeel.lb.netty.transport.IoTransport;
import io.evenkeel.lb.netty.transport.IoTransports;
import io.evenkeel.lb.testkit.Eventually;
import io.evenkeel.lb.testkit.LeakGate;
import io.evenkeel.lb.testkit.dns.Failure;
import io.evenkeel.lb.testkit.dns.FakeNameServer;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.IoEventLoopGroup;
import io.netty.resolver.ResolvedAddressTypes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Netty's DNS client, asked over real sockets; what it does not tell by itself is found out. */
@ExtendWith(LeakExtension.class)
class DnsResolverTest {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @TempDir
    Path folder;

    private final FakeNameServer names = FakeNameServer.start();
    private IoEventLoopGroup group;
    private DnsResolver resolver;

    @BeforeEach
    void start() {
        start("nio", SOON);
    }

    private void start(String transport, Duration patience) {
        stop();
        IoTransport io = IoTransports.named(transport);
        group = io.newGroup(1, "evenkeel-test-io");
        resolver = new DnsResolver(
                group.next(),
                io,
                ByteBufAllocator.DEFAULT,
                names.address(),
                new HostsFile(folder.resolve("hosts")),
                patience,
                ResolvedAddressTypes.IPV4_PREFERRED);
    }

    private void stop() {
        if (group != null) {
            group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
        }
    }

    @AfterEach
    void end() {
        stop();
        names.close();
    }

    private Answer resolve(String host) throws Exception {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        resolver.resolve(host, answer::complete);
        return answer.get(SOON.toSeconds(), TimeUnit.SECONDS);
    }

    private static Answer failed(String cause) {
        return Answer.failed(cause);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio", "epoll", "io_uring"})
    void findsTheAddressesOfBothFamiliesIpv4First(String transport) throws Exception {
        start(transport, SOON);
        names.answer("db.test", MINUTE, "::1", "10.0.0.2", "10.0.0.1");
        LeakGate gate = LeakGate.watch("none");
        for (int i = 1; i <= 3; i++) {
            assertEquals(Answer.of(list("10.0.0.2", "10.0.0.1", "::1"), MINUTE), resolve("db.test"));
            assertEquals(i, names.asked("A db.test"));
            assertEquals(i, names.asked("AAAA db.test"));
        }
        gate.close();
    }

    @Test
    void aDotAtTheEndIsTheSameName() throws Exception {
        names.answer("db.test", MINUTE, "10.0.0.1");
        assertEquals(list("10.0.0.1"), resolve("db.test.").addresses());
    }

    @Test
    void theSmallestTtlCountsThatOfAliasesToo() throws Exception {
        names.alias("db.test", Duration.ofSeconds(30), "db-1.test");
        names.answer("db-1.test", MINUTE, "10.0.0.1");
        assertEquals(Answer.of(list("10.0.0.1"), Duration.ofSeconds(30)), resolve("db.test"));
        names.alias("db.test", Duration.ofSeconds(90), "db-1.test");
        assertEquals(Answer.of(list("10.0.0.1"), MINUTE), resolve("db.test"));
    }

    @ParameterizedTest
    @CsvSource({"NXDOMAIN,NXDOMAIN", "SERVFAIL,SERVFAIL", "REFUSED,REFUSED"})
    void aFailureIsNamed(Failure failure, String cause) throws Exception {
        names.fail("db.test", failure);
        assertEquals(failed(cause), resolve("db.test"));
    }

    @Test
    void aNameWithoutAddressesIsAFailure() throws Exception {
        names.answer("db.test", MINUTE);
        assertEquals(failed("no address"), resolve("db.test"));
    }

    /** What filters answer with; connecting to it is connecting to oneself. */
    @Test
    void addressesThatNobodyCanHaveAreLeftOut() throws Exception {
        names.answer("db.test", MINUTE, "0.0.0.0", "::");
        assertEquals(failed("no usable address"), resolve("db.test"));
        names.answer("db.test", MINUTE, "0.0.0.0", "10.0.0.1", "224.0.0.1");
        assertEquals(list("10.0.0.1"), resolve("db.test").addresses());
    }

    @Test
    void silenceIsAFailure() throws Exception {
        start("nio", Duration.ofMillis(100));
        names.fail("db.test", Failure.SILENCE);
        assertEquals(failed("no answer from the name server"), resolve("db.test"));
    }

    @ParameterizedTest
    @CsvSource({"SILENCE", "SERVFAIL"})
    void halfAnAnswerIsMarkedAsSuch(Failure failure) throws Exception {
        start("nio", Duration.ofMillis(100));
        names.answer("db.test", MINUTE, "10.0.0.1", "::1");
        names.failQuestion("A db.test", failure);
        assertEquals(new Answer(list("::1"), MINUTE, true, null), resolve("db.test"));
        names.failQuestion("A db.test", null);
        assertFalse(resolve("db.test").partial());
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio", "epoll", "io_uring"})
    void aLongAnswerIsFetchedOverTcp(String transport) throws Exception {
        start(transport, SOON);
        names.answer("db.test", MINUTE, "10.0.0.1", "::1");
        names.truncate("db.test");
        LeakGate gate = LeakGate.watch("none");
        assertEquals(Answer.of(list("10.0.0.1", "::1"), MINUTE), resolve("db.test"));
        assertEquals(1, names.asked("A db.test over TCP"));
        assertEquals(1, names.asked("AAAA db.test over TCP"));
        gate.close();
    }

    @Test
    void theHostsFileGoesFirst() throws Exception {
        Files.writeString(folder.resolve("hosts"), "10.0.0.7 db.test\n");
        names.answer("db.test", MINUTE, "10.0.0.1");
        assertEquals(Answer.of(list("10.0.0.7"), HostsFile.TTL), resolve("db.test"));
        assertEquals(List.of(), names.questions());
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio", "epoll", "io_uring"})
    void aLookupThatIsGivenUpClosesItsSocketAndTellsNothing(String transport) {
        start(transport, SOON);
        names.fail("db.test", Failure.SILENCE);
        LeakGate gate = LeakGate.watch("none");
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        var lookup = resolver.resolve("db.test", answer::complete);
        Eventually.await("the question", SOON, () -> names.asked("A db.test") == 1);
        lookup.cancel();
        lookup.cancel();
        gate.close();
        assertFalse(answer.isDone());
    }

    @Test
    void oneThatIsGivenUpAtOnceLeavesNothingEither() {
        LeakGate gate = LeakGate.watch("none");
        resolver.resolve("db.test", answer -> {}).cancel();
        gate.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio", "epoll", "io_uring"})
    void aCloseDuringALookupClosesItsSocketAndRefusesFurtherOnes(String transport) throws Exception {
        start(transport, SOON);
        names.fail("db.test", Failure.SILENCE);
        LeakGate gate = LeakGate.watch("none");
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        resolver.resolve("db.test", answer::complete);
        Eventually.await("the question", SOON, () -> names.asked("A db.test") == 1);
        CountDownLatch closed = new CountDownLatch(1);
        resolver.close(closed::countDown);
        assertTrue(closed.await(SOON.toSeconds(), TimeUnit.SECONDS));
        resolver.resolve("db.test", answer::complete);
        gate.close();
        assertFalse(answer.isDone());
    }

    @Test
    void whenTheLoopsHaveEndedThereIsAnAnswerAllTheSame() throws Exception {
        stop();
        assertEquals(failed("the event loops have ended"), resolve("db.test"));
        CountDownLatch closed = new CountDownLatch(1);
        resolver.close(closed::countDown);
        assertTrue(closed.await(SOON.toSeconds(), TimeUnit.SECONDS));
    }

    @Test
    void aNameServerThatIsOutOfReachIsAFailure() throws IOException {
        // Nothing more to show here than that the lookup ends: what the system says differs.
        names.close();
        start("nio", Duration.ofMillis(100));
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        resolver.resolve("db.test", answer::complete);
        Eventually.await("an answer", SOON, answer::isDone);
        assertTrue(answer.join().failure() != null);
    }
}
