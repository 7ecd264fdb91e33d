package io.evenkeel.examples.lync;

import io.evenkeel.lb.status.AdminState;
import io.evenkeel.lb.status.LoadBalancerSnapshot;
import io.evenkeel.lb.status.ServerSnapshot;
import io.evenkeel.lb.status.ServiceSnapshot;
import io.evenkeel.lb.status.ServiceStatus;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/**
 * All services with their servers, green or red, as lines of text: each service with its servers under it, or, where there
 * is no room for that, with its servers beside it.
 */
final class Table {

    private static final int NAME = 15;
    private static final int PORTS = 12;
    private static final int STATUS = 9;
    private static final int STATE = 20;

    private static final String PLAIN = "";
    private static final String BOLD = "1";
    private static final String RED = "31";
    private static final String GREEN = "32";
    private static final String YELLOW = "33";

    private final boolean colours;
    private final DateTimeFormatter time;
    private final BiFunction<ServiceSnapshot, ServerSnapshot, Instant> since;

    /**
     * A way to draw.
     *
     * @param colours whether the terminal knows them
     * @param zone for the times of day
     * @param since since when a server is as it is
     */
    Table(boolean colours, ZoneId zone, BiFunction<ServiceSnapshot, ServerSnapshot, Instant> since) {
        this.colours = colours;
        this.time = DateTimeFormatter.ofPattern("HH:mm:ss").withZone(zone);
        this.since = since;
    }

    /** At most {@code rows} lines of at most {@code columns} characters, colours not counted. */
    List<String> lines(LoadBalancerSnapshot snapshot, int rows, int columns) {
        List<String> lines = list(snapshot, columns);
        if (lines.size() > rows) {
            lines = matrix(snapshot, columns);
        }
        if (lines.size() > rows) {
            lines = new ArrayList<>(lines.subList(0, Math.max(0, rows - 1)));
            lines.add("... this window is too small for the rest");
        }
        return lines;
    }

    private List<String> list(LoadBalancerSnapshot snapshot, int columns) {
        List<String> lines = new ArrayList<>();
        lines.add(new Line(columns)
                .add(BOLD, NAME, "service")
                .add(BOLD, PORTS, "ports")
                .add(BOLD, STATUS, "status")
                .text());
        for (ServiceSnapshot service : snapshot.services()) {
            lines.add(head(service, columns).text());
            for (ServerSnapshot server : servers(service)) {
                lines.add(new Line(columns)
                        .add(PLAIN, NAME + PORTS, "  " + server.id())
                        .add(colour(server), STATE, state(server))
                        .add(
                                PLAIN,
                                columns,
                                "since " + time.format(since.apply(service, server)) + "  " + server.cause())
                        .text());
            }
        }
        return lines;
    }

    private List<String> matrix(LoadBalancerSnapshot snapshot, int columns) {
        List<String> lines = new ArrayList<>();
        List<ServerSnapshot> first = servers(snapshot.services().get(0));
        int width = Math.max(STATE, (columns - NAME - PORTS - STATUS) / first.size());
        Line titles = new Line(columns)
                .add(BOLD, NAME, "service")
                .add(BOLD, PORTS, "ports")
                .add(BOLD, STATUS, "status");
        for (int i = 0; i < first.size(); i++) {
            titles.add(BOLD, width, (i + 1) + ": " + first.get(i).id());
        }
        lines.add(titles.text());
        for (ServiceSnapshot service : snapshot.services()) {
            Line line = head(service, columns);
            for (ServerSnapshot server : servers(service)) {
                String text = state(server) + " " + time.format(since.apply(service, server)) + " " + server.cause();
                line.add(colour(server), width, text.length() < width ? text : text.replace(" connection ", " "));
            }
            lines.add(line.text());
        }
        return lines;
    }

    private Line head(ServiceSnapshot service, int columns) {
        String ports = service.listen().stream()
                .map(address -> String.valueOf(address.getPort()))
                .collect(Collectors.joining(","));
        return new Line(columns)
                .add(BOLD, NAME, service.name())
                .add(PLAIN, PORTS, ports)
                .add(colour(service.status()), STATUS, service.status().toString());
    }

    private static List<ServerSnapshot> servers(ServiceSnapshot service) {
        return service.pools().get(0).servers();
    }

    /** What is observed, unless the operator has decided; then that, and what is observed where it is bad. */
    static String state(ServerSnapshot server) {
        if (server.admin() == AdminState.ENABLED) {
            return server.health().toString();
        }
        return server.health().isUp(true) ? server.admin().toString() : server.admin() + ", " + server.health();
    }

    private static String colour(ServerSnapshot server) {
        return switch (server.health()) {
            case DOWN, EJECTED, RECOVERING -> RED;
            case UNKNOWN, DOUBTFUL -> YELLOW;
            case UP, UNCHECKED -> server.admin() == AdminState.ENABLED ? GREEN : YELLOW;
        };
    }

    private static String colour(ServiceStatus status) {
        return switch (status) {
            case UP, UNCHECKED -> GREEN;
            case DEGRADED, SORRY, DISABLED -> YELLOW;
            case DOWN -> RED;
        };
    }

    /** Text in columns, cut where the terminal ends. */
    private final class Line {
        private final StringBuilder text = new StringBuilder();
        private int room;

        Line(int columns) {
            this.room = columns;
        }

        /** A column with a blank behind it. */
        Line add(String colour, int width, String content) {
            int taken = Math.min(width, room);
            if (taken > 0) {
                String padded = String.format("%-" + taken + "s", cut(content.stripTrailing(), taken - 1));
                text.append(colours && !colour.isEmpty() ? "\u001b[" + colour + "m" + padded + "\u001b[0m" : padded);
                room -= taken;
            }
            return this;
        }

        private static String cut(String content, int length) {
            if (content.length() <= length) {
                return content;
            }
            return length < 2 ? "" : content.substring(0, length - 2) + "..";
        }

        String text() {
            return text.toString().stripTrailing();
        }
    }
}
