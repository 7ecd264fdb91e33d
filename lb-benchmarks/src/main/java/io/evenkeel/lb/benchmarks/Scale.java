package io.evenkeel.lb.benchmarks;

import io.evenkeel.lb.Availability;
import io.evenkeel.lb.Ejection;
import io.evenkeel.lb.LoadBalancer;
import io.evenkeel.lb.RealServer;
import io.evenkeel.lb.TcpService;
import io.evenkeel.lb.VirtualService;
import io.evenkeel.lb.netty.NettyLoadBalancer;
import io.evenkeel.lb.persist.Persistence;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;

/**
 * What many services cost: 300 of them with ten servers each, all on addresses of their own on loopback, checked every 9 s,
 * with persistence and ejection. Prints the time to start, to the first verdicts, of one change, and the memory.
 */
public final class Scale {

    private static final int SERVICES = 300;
    private static final int SERVERS = 10;
    private static final int CHANGES = 200;

    private Scale() {}

    /**
     * Measures once.
     *
     * @param arguments none
     * @throws IOException when no server socket can be had
     */
    public static void main(String[] arguments) throws IOException {
        try (ServerSocket everywhere = new ServerSocket()) {
            everywhere.bind(new InetSocketAddress("0.0.0.0", 0), 4096);
            Thread server = new Thread(() -> accept(everywhere), "server");
            server.setDaemon(true);
            server.start();

            long before = heapAfterCollection();
            long begun = System.nanoTime();
            NettyLoadBalancer.Builder builder = NettyLoadBalancer.builder();
            for (int i = 0; i < SERVICES; i++) {
                builder.service(service(i, everywhere.getLocalPort()));
            }
            try (LoadBalancer balancer = builder.start()) {
                print("start", millisSince(begun), "ms, all services bound");
                balancer.await(balancer.firstVerdicts());
                print(
                        "first verdicts",
                        millisSince(begun),
                        "ms after the start began (checks are spread over the interval)");
                print(
                        "one change",
                        changes(balancer),
                        "ms: a weight, from the command to its publication, median of " + CHANGES);
                print("snapshot", snapshot(balancer), "ms with its JSON");
                print(
                        "heap",
                        (heapAfterCollection() - before) / 1048576.0,
                        "MiB more than without a balancer, after a collection");
                print("resident", residentMiB(), "MiB, the whole process");
            }
        }
    }

    private static void accept(ServerSocket everywhere) {
        try {
            while (true) {
                everywhere.accept().close();
            }
        } catch (IOException closed) {
            // That ends it.
        }
    }

    private static TcpService service(int number, int port) {
        TcpService.Builder service = VirtualService.tcp("service-" + number)
                .listen("127.0.0.1", 0)
                .persistence(Persistence.source())
                .availability(
                        Availability.DEFAULT.slowStart(Duration.ofSeconds(10)).ejection(Ejection.afterFailures(5)));
        for (int i = 1; i <= SERVERS; i++) {
            service.server(RealServer.at("127." + (100 + number / 250) + "." + number % 250 + "." + i, port));
        }
        return service.build();
    }

    private static double changes(LoadBalancer balancer) {
        double[] millis = new double[CHANGES];
        for (int i = 0; i < CHANGES; i++) {
            var handle = balancer.services().get(i % SERVICES).servers().get(0);
            long begun = System.nanoTime();
            balancer.await(handle.weight(50 + i));
            millis[i] = millisSince(begun);
        }
        Arrays.sort(millis);
        return millis[CHANGES / 2];
    }

    private static double snapshot(LoadBalancer balancer) {
        balancer.snapshot().toJson();
        long begun = System.nanoTime();
        balancer.snapshot().toJson();
        return millisSince(begun);
    }

    private static double millisSince(long nanos) {
        return (System.nanoTime() - nanos) / 1e6;
    }

    private static long heapAfterCollection() {
        System.gc();
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static double residentMiB() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
            }
        }
        return Double.NaN;
    }

    private static void print(String what, double value, String unit) {
        System.out.printf(Locale.ROOT, "%-15s %8.2f %s%n", what, value, unit);
    }
}
