package io.evenkeel.examples.standalone;

import io.evenkeel.lb.TcpService;
import io.evenkeel.lb.TcpTimeouts;
import io.evenkeel.lb.VirtualService;
import io.evenkeel.lb.netty.NettyLoadBalancer;
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
        description = "Balances TCP over real servers, until it is interrupted.",
        footer = {"", "On standard input, each answered by one line:", Console.HELP})
final class Options {

    static final String SERVICE = "standalone";

    @Option(
            names = "--listen",
            paramLabel = "URL",
            description = "tcp://H:P or tcp://H:P1-P2: where clients connect; repeatable.")
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

    @Option(
            names = "--persistence",
            paramLabel = "SPEC",
            description = "none, or source[/PREFIX][,prefix6=N][,timeout=TIME]; default none.")
    private @Nullable String persistence;

    @Mixin
    private final CheckOptions check = new CheckOptions();

    @Mixin
    private final AvailabilityOptions availability = new AvailabilityOptions();

    @Mixin
    private final TrafficOptions traffic = new TrafficOptions();

    @Option(names = "--idle-timeout", paramLabel = "TIME", description = "Of a silent connection; default 660s.")
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
    TcpService service() {
        TcpService.Builder service = VirtualService.tcp(SERVICE);
        listeners.stream().map(Specs::listen).forEach(service::listen);
        servers.stream().map(Specs::server).forEach(service::server);
        if (scheduler != null) {
            service.scheduler(Values.scheduler("scheduler", scheduler));
        }
        if (persistence != null) {
            service.persistence(Specs.persistence(persistence));
        }
        service.availability(availability.availability());
        service.healthCheck(check.check(), check.policy());
        service.limits(traffic.limits()).access(traffic.access());
        if (idleTimeout != null) {
            service.timeouts(TcpTimeouts.DEFAULT.idle(Values.duration("idle timeout", idleTimeout)));
        }
        return service.build();
    }

    /** Where the status is served, or null. */
    @Nullable
    InetSocketAddress statusAddress() {
        return status == null ? null : StatusServer.parse(status);
    }
}
