package io.evenkeel.examples.lync;

import io.evenkeel.lb.HttpService;
import io.evenkeel.lb.Listener;
import io.evenkeel.lb.LoadBalancer;
import io.evenkeel.lb.ServerHandle;
import io.evenkeel.lb.TcpService;
import io.evenkeel.lb.VirtualService;
import io.evenkeel.lb.netty.NettyLoadBalancer;
import io.evenkeel.lb.observe.LoadBalancerObserver;
import io.evenkeel.lb.spi.Setting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** The imitated Front Ends, the balancer before them, and what one may do with a Front End in all services at once. */
final class LyncPool implements AutoCloseable {

    /** What this pool's Front Ends do not have. */
    static final String NOT_DEPLOYED = "cac-policy";

    private final List<FrontEnd> frontEnds;
    private final LoadBalancer balancer;

    private LyncPool(List<FrontEnd> frontEnds, LoadBalancer balancer) {
        this.frontEnds = List.copyOf(frontEnds);
        this.balancer = balancer;
    }

    /**
     * Starts the Front Ends first, so that the first checks succeed.
     *
     * @throws UncheckedIOException when an address cannot be bound; then nothing is left running
     */
    static LyncPool start(
            List<? extends VirtualService> services, List<String> addresses, LoadBalancerObserver observer) {
        List<Integer> ports = ports(deployed(services, TcpService.class));
        List<Integer> webPorts = ports(deployed(services, HttpService.class));
        List<FrontEnd> frontEnds = new ArrayList<>();
        try {
            for (String address : addresses) {
                FrontEnd frontEnd = new FrontEnd(frontEnds.size() + 1, address, ports, webPorts);
                frontEnds.add(frontEnd);
                frontEnd.start();
            }
            NettyLoadBalancer.Builder builder = NettyLoadBalancer.builder().observer(observer);
            services.forEach(builder::service);
            return new LyncPool(frontEnds, builder.start());
        } catch (IOException e) {
            frontEnds.forEach(FrontEnd::stop);
            throw new UncheckedIOException(e.getMessage(), e);
        } catch (RuntimeException e) {
            frontEnds.forEach(FrontEnd::stop);
            throw e;
        }
    }

    private static List<? extends VirtualService> deployed(
            List<? extends VirtualService> services, Class<? extends VirtualService> kind) {
        return services.stream()
                .filter(service -> kind.isInstance(service) && !service.name().equals(NOT_DEPLOYED))
                .toList();
    }

    /** Every port on which some services listen. */
    static List<Integer> ports(Collection<? extends VirtualService> services) {
        return services.stream()
                .flatMap(service -> service.listeners().stream())
                .flatMap(listener -> listener.each().stream())
                .map(Listener::port)
                .distinct()
                .toList();
    }

    LoadBalancer balancer() {
        return balancer;
    }

    /** The Front End of a number, from 1. */
    FrontEnd frontEnd(int number) {
        Setting.range("Front End", number, 1, frontEnds.size());
        return frontEnds.get(number - 1);
    }

    /** No new clients in any service, but those that persist to it; disabled when the time is over. */
    void drain(FrontEnd frontEnd, Duration time) {
        everywhere(frontEnd, server -> server.drain(time));
    }

    /** New clients in every service. */
    void enable(FrontEnd frontEnd) {
        everywhere(frontEnd, ServerHandle::enable);
    }

    private void everywhere(FrontEnd frontEnd, Function<ServerHandle, CompletionStage<Void>> command) {
        List<CompletionStage<Void>> commands = balancer.services().stream()
                .map(service -> command.apply(service.server(frontEnd.address())))
                .toList();
        commands.forEach(balancer::await);
    }

    @Override
    public void close() {
        balancer.close();
        frontEnds.forEach(FrontEnd::stop);
    }
}
