package io.evenkeel.lb.testkit.engine;

import io.evenkeel.lb.observe.LoadBalancerObserver;
import io.evenkeel.lb.observe.ServerEvent;
import io.evenkeel.lb.observe.ServiceEvent;
import java.util.List;

/** Writes each event down as one line. */
record RecordingObserver(List<String> lines) implements LoadBalancerObserver {

    private static String where(ServerEvent event) {
        return where(event.service(), event.pool());
    }

    /** As in the log. */
    static String where(String service, String pool) {
        return pool.equals(service) ? service : service + "/" + pool;
    }

    @Override
    public void onHealth(ServerEvent event) {
        lines.add("health " + where(event) + " " + event.server().id() + " " + event.previousHealth() + ">"
                + event.server().health());
    }

    @Override
    public void onAdmin(ServerEvent event) {
        lines.add("admin " + where(event) + " " + event.server().id() + " " + event.previousAdmin() + ">"
                + event.server().admin() + " weight " + event.server().weight());
    }

    @Override
    public void onStatus(ServiceEvent event) {
        lines.add("status " + event.service() + " " + event.status());
    }

    @Override
    public void onConfiguration(ServiceEvent event) {
        lines.add("configuration " + event.service() + " " + event.kind() + " " + event.status());
    }
}
