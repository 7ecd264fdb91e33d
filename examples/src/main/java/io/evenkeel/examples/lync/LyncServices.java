package io.evenkeel.examples.lync;

import io.evenkeel.lb.Availability;
import io.evenkeel.lb.HttpService;
import io.evenkeel.lb.RealServer;
import io.evenkeel.lb.TcpService;
import io.evenkeel.lb.TcpTimeouts;
import io.evenkeel.lb.VirtualService;
import io.evenkeel.lb.check.HealthPolicy;
import io.evenkeel.lb.persist.AffinityTable;
import io.evenkeel.lb.persist.Persistence;
import io.evenkeel.lb.schedule.Scheduler;
import java.time.Duration;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * The virtual services of a Lync Server 2010 pool. For a pool of your own, put its addresses here, take out the services
 * that it does not have, and give {@link #all()} to {@code NettyLoadBalancer.builder()}.
 */
final class LyncServices {

    /** The virtual address: what the pool's name is resolved to. */
    static final String VIP = "127.0.10.10";

    /** The Front Ends, by their own addresses or host names. */
    static final List<String> FRONT_ENDS = List.of("127.0.10.1", "127.0.10.2");

    /** LoadMaster checks every 9 s; here sooner, since somebody is watching. Two failures in a row are red, one success is green. */
    static final HealthPolicy CHECK =
            HealthPolicy.every(Duration.ofSeconds(2)).fall(2).rise(1);

    /** SIP. While it does not answer, the Front End service is stopped, and the web services are of no use either. */
    private static final int FRONT_END_SERVICE = 5061;

    /** SIP clients say something at least every half an hour. */
    private static final TcpTimeouts TIMEOUTS = TcpTimeouts.DEFAULT.idle(Duration.ofMinutes(30));

    /** A Front End that comes back gets few new clients at first, its share after this time. */
    private static final Availability AVAILABILITY = Availability.DEFAULT.slowStart(Duration.ofSeconds(30));

    /** Which Front End a client has, until 20 minutes after its last connection. One table, so it is the same on every port. */
    private final AffinityTable clients = AffinityTable.inMemory(Duration.ofMinutes(20), 100_000);

    private final String vip;
    private final List<String> frontEnds;
    private final IntUnaryOperator ports;

    /**
     * The services of a pool.
     *
     * @param vip the virtual address
     * @param frontEnds the Front Ends' addresses or host names
     * @param ports moves ports that cannot be bound on this machine; with a pool of your own {@code port -> port}
     */
    LyncServices(String vip, List<String> frontEnds, IntUnaryOperator ports) {
        this.vip = vip;
        this.frontEnds = List.copyOf(frontEnds);
        this.ports = ports;
    }

    List<VirtualService> all() {
        return List.of(
                // Meetings, address book and group expansion for clients inside; 80 for the root certificate. Lync
                // wants
                // persistence by source address here, and both ports on one Front End, for which TCP is enough.
                web("web-internal", 443, 80),
                // The same for clients outside: the reverse proxy brings 443 to 4443. By source address, since the
                // cookie
                // that Lync 2010's mobile clients want cannot be set inside TLS; where TLS is ended here, this becomes
                // one HTTPS service with the next.
                web("web-external", 4443),
                // The reverse proxy brings 80 to 8080. Its connections are shared by many clients: each request is
                // balanced by itself, and the cookie says whose it is.
                webByCookie("web-external-80", 8080),
                // SIP of clients (TLS) and of servers (mutual TLS).
                service("sip-tls", 5061),
                // HTTPS between the Focus, which keeps a conference's state, and the conferencing servers; Director.
                service("focus", 444),
                // RPC: moving users, replication of users, synchronisation of the address book.
                service("dcom", 135),
                // Bandwidth policy of call admission control. Not deployed in this pool: red, which does no harm.
                service("cac-policy", 448),
                // SIP without TLS: static routes to trusted services.
                service("sip-tcp", 5060),
                // Application sharing.
                service("app-sharing", 5065),
                // Calls to the Mediation Server and so to the telephone network.
                service("mediation", 5070),
                // Response groups: hunt groups and queues.
                service("response-group", 5071),
                // Dial-in conferencing: the attendant that asks for the conference's number,
                service("conf-attendant", 5072),
                // and the voice that announces who joins and leaves.
                service("conf-announcer", 5073),
                // Parked calls.
                service("call-park", 5075),
                // The test call.
                service("audio-test", 5076),
                // Call admission control for the A/V Edge's TURN.
                service("cac-turn", 5080));
    }

    /** A web service, and perhaps an extra port of it, with the status of the Front End service. */
    private TcpService web(String name, int... webPorts) {
        TcpService.Builder service = VirtualService.tcp(name);
        lync(service, FRONT_END_SERVICE, webPorts);
        return overTcp(service);
    }

    /** A port, checked itself. */
    private TcpService service(String name, int port) {
        TcpService.Builder service = VirtualService.tcp(name);
        lync(service, port, port);
        return overTcp(service);
    }

    private TcpService overTcp(TcpService.Builder service) {
        return service.persistence(Persistence.source().table(clients))
                .timeouts(TIMEOUTS)
                .build();
    }

    /** A web service whose clients are known by the cookie that Lync asks for. */
    private HttpService webByCookie(String name, int port) {
        HttpService.Builder service = VirtualService.http(name);
        lync(service, FRONT_END_SERVICE, port);
        return service.persistence(Persistence.lyncCookie()).build();
    }

    /** What all services have in common. A Front End without a port is reached at the port that the client came to. */
    private void lync(VirtualService.Builder<?> service, int checked, int... listening) {
        for (int port : listening) {
            service.listen(vip, ports.applyAsInt(port));
        }
        service.scheduler(Scheduler.leastConnections());
        service.availability(AVAILABILITY);
        service.healthPolicy(CHECK.port(ports.applyAsInt(checked)));
        frontEnds.forEach(frontEnd -> service.server(RealServer.at(frontEnd)));
    }
}
