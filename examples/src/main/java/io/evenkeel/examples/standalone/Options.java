package io.evenkeel.examples.standalone;

import io.evenkeel.lb.HttpService;
import io.evenkeel.lb.HttpTimeouts;
import io.evenkeel.lb.TcpService;
import io.evenkeel.lb.TcpTimeouts;
import io.evenkeel.lb.VirtualService;
import io.evenkeel.lb.netty.NettyLoadBalancer;
import io.evenkeel.lb.spi.Setting;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/**
 * The flags as texts, and what they make of the library's builders. What is not given keeps the library's default; what is
 * wrong is refused while the builders are filled.
 */
@Command(
        name = "examples/run standalone",
        customSynopsis = "examples/run standalone --listen URL... --server SERVER... [FLAG]...",
        sortOptions = false,
        description = "Balances TCP or HTTP over real servers, until it is interrupted.",
        footer = {"", "On standard input, each answered by one line:", Console.HELP})
final class Options {

    static final String SERVICE = "standalone";

    @Option(
            names = "--listen",
            paramLabel = "URL",
            description = "tcp://H:P or http://H:P, also H:P1-P2: where clients connect; repeatable, all of one kind."
                    + " With http:// each request is balanced by itself.")
    private List<String> listeners = List.of();

    @Option(
            names = "--server",
            paramLabel = "SERVER",
            description =
                    "H[:P][,weight=N][,priority=N][,max-connections=N]: a real server; repeatable. Without a port it is"
                            + " reached at the port that the client came to.")
    private List<String> servers = List.of();

    @Option(
            names = "--scheduler",
            paramLabel = "NAME",
            description = "Default round-robin; also weighted-round-robin, least-connections,"
                    + " weighted-least-connections, priority.")
    private @Nullable String scheduler;

    @Mixin
    private final PersistenceOptions persistence = new PersistenceOptions();

    @Mixin
    private final CheckOptions check = new CheckOptions();

    @Mixin
    private final AvailabilityOptions availability = new AvailabilityOptions();

    @Mixin
    private final TrafficOptions limits = new TrafficOptions();

    @Option(
            names = "--idle-timeout",
            paramLabel = "TIME",
            description = "Of a silent connection; default 660s. With http:// between two requests; default 60s.")
    private @Nullable String idleTimeout;

    @Option(names = "--threads", paramLabel = "N", description = "Event loops; default the number of processors.")
    private @Nullable String threads;

    @Option(names = "--transport", paramLabel = "NAME", description = "auto, io_uring, epoll, kqueue or nio.")
    private @Nullable String transport;

    @Option(names = "--status", paramLabel = "H:P", description = "Where GET /status answers JSON; loopback only.")
    private @Nullable String status;

    @Option(names = "--help", usageHelp = true, description = "This.")
    boolean help;

    /**
     * Reads a command line; values are judged later.
     *
     * @throws ParameterException when a flag is unknown or lacks its value
     */
    static Options parse(String... args) {
        Options options = new Options();
        new CommandLine(options).setExpandAtFiles(false).parseArgs(args);
        return options;
    }

    static String usage() {
        return Usage.of(new Options());
    }

    /** The balancer, ready to be started. */
    NettyLoadBalancer.Builder balancer() {
        NettyLoadBalancer.Builder builder = NettyLoadBalancer.builder().service(service());
        if (threads != null) {
            builder.threads(Values.number("threads", threads));
        }
        if (transport != null) {
            builder.transport(Values.transport("transport", transport));
        }
        return builder;
    }

    /** The service, complete and in itself consistent. */
    VirtualService service() {
        return traffic() == Traffic.HTTP ? http() : tcp();
    }

    /** What the listeners are for. */
    Traffic traffic() {
        List<Traffic> kinds =
                listeners.stream().map(Traffic::of).distinct().sorted().toList();
        if (kinds.size() > 1) {
            throw Setting.refusal("listen", "tcp:// beside http://", "one kind of traffic in a run");
        }
        return kinds.isEmpty() ? Traffic.TCP : kinds.get(0);
    }

    private TcpService tcp() {
        TcpService.Builder service = VirtualService.tcp(SERVICE);
        fill(service);
        service.persistence(persistence.ofConnections());
        if (idleTimeout != null) {
            service.timeouts(TcpTimeouts.DEFAULT.idle(Values.duration("idle timeout", idleTimeout)));
        }
        return service.build();
    }

    private HttpService http() {
        HttpService.Builder service = VirtualService.http(SERVICE);
        fill(service);
        service.persistence(persistence.ofRequests());
        if (idleTimeout != null) {
            service.timeouts(HttpTimeouts.DEFAULT.keepAlive(Values.duration("idle timeout", idleTimeout)));
        }
        return service.build();
    }

    private void fill(VirtualService.Builder<?> service) {
        listeners.stream().map(Specs::listen).forEach(service::listen);
        servers.stream().map(Specs::server).forEach(service::server);
        if (scheduler != null) {
            service.scheduler(Values.scheduler("scheduler", scheduler));
        }
        service.availability(availability.availability());
        service.healthCheck(check.check(), check.policy());
        service.limits(limits.limits());
        service.access(limits.access());
    }

    /** Where the status is served, or null. */
    @Nullable
    InetSocketAddress statusAddress() {
        return status == null ? null : StatusServer.parse(status);
    }
}
