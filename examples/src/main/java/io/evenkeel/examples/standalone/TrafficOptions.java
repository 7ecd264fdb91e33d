package io.evenkeel.examples.standalone;

import io.evenkeel.lb.ConnectionLimits;
import io.evenkeel.lb.access.AccessList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags that say who may connect, and how often. */
final class TrafficOptions {

    @Option(names = "--max-connections", paramLabel = "N", description = "Clients at a time; default 0, no limit.")
    private @Nullable String maxConnections;

    @Option(
            names = "--max-connections-per-second",
            paramLabel = "N",
            description = "New connections per second; default 0, no limit.")
    private @Nullable String maxConnectionsPerSecond;

    @Option(
            names = "--max-client-connections",
            paramLabel = "N",
            description = "Connections of one client at a time; default 0, no limit.")
    private @Nullable String maxClientConnections;

    @Option(
            names = "--max-client-connections-per-second",
            paramLabel = "N",
            description = "New connections of one client per second; default 0, no limit.")
    private @Nullable String maxClientConnectionsPerSecond;

    @Option(
            names = "--allow",
            paramLabel = "CIDR",
            description = "Who may connect, such as 10.0.0.0/8; repeatable. Then nobody else may.")
    private List<String> allowed = List.of();

    @Option(
            names = "--deny",
            paramLabel = "CIDR",
            description = "Who may not connect; repeatable. Of several networks the smallest decides.")
    private List<String> denied = List.of();

    ConnectionLimits limits() {
        ConnectionLimits limits = ConnectionLimits.NONE;
        if (maxConnections != null) {
            limits = limits.connections(Values.number("max-connections", maxConnections));
        }
        if (maxConnectionsPerSecond != null) {
            limits = limits.perSecond(Values.number("max-connections-per-second", maxConnectionsPerSecond));
        }
        if (maxClientConnections != null) {
            limits = limits.clientConnections(Values.number("max-client-connections", maxClientConnections));
        }
        if (maxClientConnectionsPerSecond != null) {
            limits = limits.clientPerSecond(
                    Values.number("max-client-connections-per-second", maxClientConnectionsPerSecond));
        }
        return limits;
    }

    AccessList access() {
        return AccessList.ALL.allow(allowed).deny(denied);
    }
}
