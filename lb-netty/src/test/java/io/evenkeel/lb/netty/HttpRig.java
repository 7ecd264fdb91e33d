package io.evenkeel.lb.netty;

import static io.evenkeel.lb.netty.Balancers.SOON;

import io.evenkeel.lb.HttpService;
import io.evenkeel.lb.LoadBalancer;
import io.evenkeel.lb.status.ServerSnapshot;
import io.evenkeel.lb.testkit.Eventually;
import io.evenkeel.lb.testkit.http.HttpPeer;
import io.evenkeel.lb.testkit.http.HttpServer;
import io.evenkeel.lb.testkit.http.ReceivedResponse;
import io.evenkeel.lb.testkit.http.Script;
import io.evenkeel.lb.testkit.tcp.TcpClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A balancer of one loop, so that connections are used again for sure, with an HTTP service "t" before servers of the
 * testkit. At its end clients and servers go, and every account must be at zero.
 */
final class HttpRig implements AutoCloseable {

    private final List<HttpServer> servers;
    private final List<AutoCloseable> clients = new ArrayList<>();
    private final LoadBalancer balancer;

    private HttpRig(Transport transport, HttpService service, List<HttpServer> servers) {
        this.servers = servers;
        this.balancer = NettyLoadBalancer.builder()
                .transport(transport)
                .threads(1)
                .service(service)
                .start();
    }

    /** A service as the builder makes it, before servers that answer so. */
    static HttpRig answering(Transport transport, Script... scripts) {
        return start(transport, service -> {}, servers(scripts));
    }

    static HttpServer[] servers(Script... scripts) {
        return Stream.of(scripts).map(HttpServer::start).toArray(HttpServer[]::new);
    }

    /** The servers are closed with the rig. */
    static HttpRig start(Transport transport, Consumer<HttpService.Builder> settings, HttpServer... servers) {
        return new HttpRig(transport, service(settings, servers), List.of(servers));
    }

    private static HttpService service(Consumer<HttpService.Builder> settings, HttpServer... servers) {
        HttpService.Builder service = HttpBalancers.unchecked(servers);
        settings.accept(service);
        return service.build();
    }

    LoadBalancer balancer() {
        return balancer;
    }

    HttpServer server() {
        return servers.get(0);
    }

    HttpServer server(int index) {
        return servers.get(index);
    }

    /** A new client. */
    HttpPeer connect() throws IOException {
        HttpPeer client = HttpBalancers.connect(balancer);
        clients.add(client);
        return client;
    }

    /** A new client that asks for small buffers, so that its silence is soon felt. */
    HttpPeer connectSmall() throws IOException {
        HttpPeer client = HttpPeer.connect(Balancers.address(balancer), 65536);
        clients.add(client);
        return client;
    }

    TcpClient connectRaw() throws IOException {
        TcpClient client = Balancers.connect(balancer);
        clients.add(client);
        return client;
    }

    /** The answer to one GET on a connection of its own. */
    ReceivedResponse get(String target, String... fields) throws IOException {
        try (HttpPeer client = HttpBalancers.connect(balancer)) {
            return client.get(target, fields);
        }
    }

    int inFlight() {
        return balancer.service("t").snapshot().pools().stream()
                .flatMap(pool -> pool.servers().stream())
                .mapToInt(ServerSnapshot::inFlight)
                .sum();
    }

    void awaitInFlight(int count) {
        Eventually.awaitEqual("in flight", count, SOON, this::inFlight);
    }

    void replace(Consumer<HttpService.Builder> settings) {
        balancer.await(balancer.replace(service(settings, servers.toArray(HttpServer[]::new))));
    }

    @Override
    public void close() throws Exception {
        try (LoadBalancer last = balancer) {
            for (AutoCloseable client : clients) {
                client.close();
            }
            Balancers.awaitIdle(last);
            servers.forEach(server -> server.tcp().kill());
            Inside.of(last).assertIdle(SOON);
        } finally {
            servers.forEach(HttpServer::close);
        }
    }
}
