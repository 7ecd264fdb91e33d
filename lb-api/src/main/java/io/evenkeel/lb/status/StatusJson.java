package io.evenkeel.lb.status;

import io.evenkeel.lb.persist.AffinityStatistics;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.function.Consumer;

/** Writes a snapshot as JSON (RFC 8259). */
final class StatusJson {

    private final StringBuilder out = new StringBuilder(1024);

    private StatusJson() {}

    static String write(LoadBalancerSnapshot snapshot) {
        StatusJson json = new StatusJson();
        json.out.append("{\"version\":1");
        json.list("services", snapshot.services(), json::service);
        return json.out.append('}').toString();
    }

    private void service(ServiceSnapshot service) {
        out.append("{\"name\":");
        text(service.name());
        field("status", service.status().toString());
        list("listen", service.listen(), address -> text(address(address)));
        refused(service.refused());
        list("pools", service.pools(), this::pool);
        service.persistence().ifPresent(this::persistence);
        out.append('}');
    }

    /** Only what has happened: most of it never does. */
    private void refused(Map<Refusal, Long> counts) {
        out.append(",\"refused\":{");
        String separator = "";
        for (Refusal reason : Refusal.values()) {
            long count = counts.getOrDefault(reason, 0L);
            if (count > 0) {
                out.append(separator).append('"').append(reason).append("\":").append(count);
                separator = ",";
            }
        }
        out.append('}');
    }

    private void pool(PoolSnapshot pool) {
        out.append("{\"name\":");
        text(pool.name());
        field("status", pool.status().toString());
        list("servers", pool.servers(), this::server);
        number("waiting", pool.waiting());
        pool.sorryServer().ifPresent(server -> {
            out.append(",\"sorryServer\":");
            server(server);
        });
        out.append('}');
    }

    private void persistence(AffinityStatistics table) {
        out.append(",\"persistence\":{\"entries\":").append(table.entries());
        number("hits", table.hits());
        number("misses", table.misses());
        number("evictions", table.evictions());
        out.append('}');
    }

    private void server(ServerSnapshot server) {
        out.append("{\"id\":");
        text(server.id());
        field("address", server.address());
        number("weight", server.weight());
        field("health", server.health().toString());
        field("admin", server.admin().toString());
        field("cause", server.cause());
        field("since", server.since().toString());
        number("inFlight", server.inFlight());
        number("totalConnections", server.totalConnections());
        number("totalRequests", server.totalRequests());
        number("bytesIn", server.bytesIn());
        number("bytesOut", server.bytesOut());
        number("failures", server.failures());
        out.append('}');
    }

    private static String address(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    private <T> void list(String name, Iterable<T> items, Consumer<T> writer) {
        out.append(",\"").append(name).append("\":[");
        String separator = "";
        for (T item : items) {
            out.append(separator);
            writer.accept(item);
            separator = ",";
        }
        out.append(']');
    }

    private void field(String name, String value) {
        out.append(",\"").append(name).append("\":");
        text(value);
    }

    private void number(String name, long value) {
        out.append(",\"").append(name).append("\":").append(value);
    }

    private void text(String value) {
        out.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < 0x20) {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
