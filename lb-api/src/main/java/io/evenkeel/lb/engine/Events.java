package io.evenkeel.lb.engine;

import io.evenkeel.lb.check.Health;
import io.evenkeel.lb.engine.choose.MemberState;
import io.evenkeel.lb.observe.LoadBalancerObserver;
import io.evenkeel.lb.observe.ServerEvent;
import io.evenkeel.lb.observe.ServiceEvent;
import io.evenkeel.lb.status.AdminState;
import io.evenkeel.lb.status.ServerSnapshot;
import io.evenkeel.lb.status.ServiceStatus;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells observers what happened, after its publication, each behind a guard. Control thread only. */
final class Events {

    private static final Logger log = LoggerFactory.getLogger(Events.class);

    private record OfServer(
            String service, String pool, ServerSnapshot server, Health previousHealth, AdminState previousAdmin)
            implements ServerEvent {}

    private record OfService(String service, Kind kind, ServiceStatus status) implements ServiceEvent {}

    private final ControlLoop control;
    private final List<LoadBalancerObserver> observers;

    Events(ControlLoop control, List<LoadBalancerObserver> observers) {
        this.control = control;
        this.observers = List.copyOf(observers);
    }

    void health(String service, String pool, MemberState member, Health previous) {
        ServerEvent event = new OfServer(service, pool, member.snapshot(), previous, member.admin());
        tell(observer -> observer.onHealth(event));
    }

    void admin(String service, String pool, MemberState member, AdminState previous) {
        ServerEvent event =
                new OfServer(service, pool, member.snapshot(), member.observed().health(), previous);
        tell(observer -> observer.onAdmin(event));
    }

    void status(String service, ServiceStatus status) {
        ServiceEvent event = new OfService(service, ServiceEvent.Kind.STATUS, status);
        tell(observer -> observer.onStatus(event));
    }

    void configuration(String service, ServiceEvent.Kind kind, ServiceStatus status) {
        ServiceEvent event = new OfService(service, kind, status);
        tell(observer -> observer.onConfiguration(event));
    }

    private void tell(Consumer<LoadBalancerObserver> call) {
        for (LoadBalancerObserver observer : observers) {
            control.afterPublication(() -> {
                try {
                    call.accept(observer);
                } catch (RuntimeException e) {
                    log.warn("an observer failed: {}", observer.getClass().getName(), e);
                }
            });
        }
    }
}
