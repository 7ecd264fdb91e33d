package io.evenkeel.lb.netty;

import static io.evenkeel.lb.netty.Balancers.SOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.netty.Children.Child;
import io.evenkeel.lb.testkit.Eventually;
import io.evenkeel.lb.testkit.tcp.Behaviour;
import io.evenkeel.lb.testkit.tcp.End;
import io.evenkeel.lb.testkit.tcp.TcpClient;
import io.evenkeel.lb.testkit.tcp.TcpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A balancer whose descriptors are used up from outside, alone in a process that may have few of them. */
@ExtendWith(LeakExtension.class)
@EnabledOnOs(OS.LINUX)
@Tag("load")
class DescriptorsTest {

    private static final int DESCRIPTORS = 400;
    private static final int ESTABLISHED = 20;
    /** Two descriptors each: more than there are, but not more than the kernel's accept queue takes. */
    private static final int TOO_MANY = 250;

    private static final Duration UNDER_SHORTAGE = Duration.ofSeconds(5);

    @TempDir
    Path folder;

    private Child start(Children children, Transport transport, TcpServer... servers)
            throws IOException, URISyntaxException {
        List<String> arguments = new ArrayList<>(List.of(transport.name()));
        for (TcpServer server : servers) {
            arguments.add("" + server.address().getPort());
        }
        List<String> command =
                new ArrayList<>(List.of("sh", "-c", "ulimit -n " + DESCRIPTORS + " && exec \"$0\" \"$@\""));
        command.addAll(ChildJvm.command(
                List.of("-Dorg.slf4j.simpleLogger.defaultLogLevel=info"),
                DescriptorsBalancer.class,
                arguments.toArray(String[]::new)));
        return children.start(command);
    }

    private static void assertEchoes(TcpClient client, Child balancer) throws IOException {
        client.send("x");
        var received = client.readFully(1, SOON);
        assertEquals("x", received.text(), () -> received + " " + balancer);
    }

    private static boolean isServed(InetSocketAddress address) {
        try (TcpClient client = TcpClient.connect(address)) {
            client.send("x");
            return client.readFully(1, SOON).end() == End.NONE;
        } catch (IOException e) {
            return false;
        }
    }

    private static long lines(Child child, String part) {
        return child.text().lines().filter(line -> line.contains(part)).count();
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void whoIsConnectedNoticesNothingAndNewClientsAreServedAfterwards(Transport transport) throws Exception {
        List<TcpClient> established = new ArrayList<>();
        List<TcpClient> tooMany = new ArrayList<>();
        try (Children children = new Children(folder);
                TcpServer one = TcpServer.start(Behaviour.echo());
                TcpServer two = TcpServer.start(Behaviour.echo())) {
            Child balancer = start(children, transport, one, two);
            InetSocketAddress address = ChildJvm.address(balancer);
            assertTrue(isServed(address));
            for (int i = 0; i < ESTABLISHED; i++) {
                established.add(TcpClient.connect(address));
            }
            for (TcpClient client : established) {
                assertEchoes(client, balancer);
            }

            for (int i = 0; i < TOO_MANY; i++) {
                tooMany.add(TcpClient.connect(address));
            }
            Eventually.await("the shortage", SOON, () -> lines(balancer, "t: accepting pauses") > 0);
            long end = System.nanoTime() + UNDER_SHORTAGE.toNanos();
            while (System.nanoTime() - end < 0) {
                for (TcpClient client : established) {
                    assertEchoes(client, balancer);
                }
            }
            assertFalse(balancer.text().contains("t: accepting goes on"), balancer::toString);

            tooMany.forEach(TcpClient::close);
            Eventually.await("a new client is served", SOON, () -> isServed(address));
            for (TcpClient client : established) {
                assertEchoes(client, balancer);
            }
            Eventually.await(
                    "the end of the shortage",
                    Duration.ofSeconds(20),
                    () -> lines(balancer, "t: accepting goes on") > 0);
            assertEquals(1, lines(balancer, "accepting pauses"), balancer::toString);
            assertEquals(1, lines(balancer, "accepting goes on"), balancer::toString);
            assertEquals(2, lines(balancer, "health of "), () -> "each server has come up, and no more: " + balancer);
            assertEquals(0, lines(balancer, "\tat "), balancer::toString);
        } finally {
            established.forEach(TcpClient::close);
            tooMany.forEach(TcpClient::close);
        }
    }
}
