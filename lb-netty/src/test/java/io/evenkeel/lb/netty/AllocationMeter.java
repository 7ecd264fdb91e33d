package io.evenkeel.lb.netty;

import com.sun.management.ThreadMXBean;
import io.evenkeel.lb.ForwardedHeaders;
import io.evenkeel.lb.HttpService;
import io.evenkeel.lb.LoadBalancer;
import io.evenkeel.lb.Pool;
import io.evenkeel.lb.RealServer;
import io.evenkeel.lb.persist.Persistence;
import io.evenkeel.lb.route.Match;
import io.evenkeel.lb.route.Route;
import io.evenkeel.lb.schedule.Picker;
import io.evenkeel.lb.schedule.PickerContext;
import io.evenkeel.lb.schedule.Scheduler;
import io.evenkeel.lb.schedule.ServerCells;
import io.evenkeel.lb.spi.AnswerContext;
import io.evenkeel.lb.spi.ClientKey;
import io.evenkeel.lb.spi.Hash64;
import io.evenkeel.lb.spi.PickContext;
import io.evenkeel.lb.spi.SettleContext;
import io.evenkeel.lb.testkit.tcp.Behaviour;
import io.evenkeel.lb.testkit.tcp.TcpServer;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;

/**
 * A balancer with one loop, its server and its client in one process of their own, for {@link HttpAllocationTest}: prints
 * what the loop's thread allocates per request of a connection that is kept, once warm.
 */
final class AllocationMeter {

    private static final int REQUESTS = 4_000;
    private static final int WARM_UP = 5;
    private static final int ROUNDS = 4;

    private AllocationMeter() {}

    /** Transport, and what is on: {@code plain}, {@code full} or {@code heeding}. */
    public static void main(String[] arguments) throws Exception {
        TcpServer server = TcpServer.start(Behaviour.http("x".repeat(1024)));
        RealServer real = Balancers.server(server);
        HttpService.Builder service = HttpBalancers.unchecked().server(real);
        if (arguments[1].equals("full")) {
            service = full(service, real);
        } else if (arguments[1].equals("heeding")) {
            service.scheduler(new Heeding());
        }
        LoadBalancer balancer = NettyLoadBalancer.builder()
                .transport(Transport.valueOf(arguments[0]))
                .threads(1)
                .service(service.build())
                .start();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (GoodClient client = new GoodClient(Balancers.address(balancer))) {
            long loop = loop(threads);
            double least = Double.MAX_VALUE;
            for (int round = 0; round < WARM_UP + ROUNDS; round++) {
                long before = threads.getThreadAllocatedBytes(loop);
                long cpu = threads.getThreadCpuTime(loop);
                for (int i = 0; i < REQUESTS; i++) {
                    client.exchange();
                }
                double each = (threads.getThreadAllocatedBytes(loop) - before) / (double) REQUESTS;
                System.out.printf(
                        "round %d: %.2f B, %.1f us of processor time%n",
                        round, each, (threads.getThreadCpuTime(loop) - cpu) / 1000.0 / REQUESTS);
                if (round >= WARM_UP) {
                    least = Math.min(least, each);
                }
            }
            System.out.printf("bytes per request %.2f%n", least);
        }
        System.exit(0);
    }

    private static HttpService.Builder full(HttpService.Builder service, RealServer server) {
        return service.forwarding(ForwardedHeaders.DEFAULT.forwarded(true))
                .persistence(Persistence.source())
                .pool(Pool.named("other").server(server).build())
                .route(Route.when(Match.pathUnder("/elsewhere")).to("other"))
                .route(Route.when(Match.host("good")).to("other"));
    }

    /** A scheduler that wants to know all there is: the key of a header and of the address, and what becomes of requests. */
    private static final class Heeding implements Scheduler {
        @Override
        public String name() {
            return "heeding";
        }

        @Override
        public ClientKey key() {
            return client -> Hash64.of(client.header("Accept"), client.source(32, 128));
        }

        @Override
        public boolean heedsOutcomes() {
            return true;
        }

        @Override
        public Picker newPicker(PickerContext context) {
            ServerCells cells = ServerCells.forServers(context, null);
            int size = context.servers().size();
            return new Picker() {
                @Override
                public int pick(PickContext pick) {
                    int place = (int) Long.remainderUnsigned(pick.key(), size);
                    return pick.accepts(place) ? place : NONE;
                }

                @Override
                public void answered(AnswerContext heard) {
                    cells.setDouble(heard.worker(), heard.index(), 0, heard.latencyNanos());
                }

                @Override
                public void settled(SettleContext heard) {
                    cells.set(heard.worker(), heard.index(), 1, heard.outcome().ordinal());
                }
            };
        }
    }

    private static long loop(ThreadMXBean threads) {
        for (ThreadInfo each : threads.dumpAllThreads(false, false)) {
            if (each.getThreadName().startsWith("evenkeel-io")) {
                return each.getThreadId();
            }
        }
        throw new AssertionError("no loop");
    }
}
