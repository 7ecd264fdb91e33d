package io.evenkeel.examples.standalone;

import io.evenkeel.lb.Listener;
import io.evenkeel.lb.RealServer;
import io.evenkeel.lb.check.HealthCheck;
import io.evenkeel.lb.health.HealthChecks;
import io.evenkeel.lb.spi.Setting;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the flags that have a form of their own: {@code head[,key=value]...}, with an address or a name as head. */
final class Specs {

    private static final Pattern COMMA = Pattern.compile(",");
    private static final Pattern RANGE = Pattern.compile("(.*:\\d+)-(\\d+)");

    private Specs() {}

    /**
     * What {@code --check} says.
     *
     * @param check the probe
     * @param port where it probes, 0 for the server's own port
     */
    record Check(HealthCheck check, int port) {}

    /** {@code tcp://host:port} or {@code tcp://host:first-last}, or the same of another traffic. */
    static Listener listen(String text) {
        String where = text.substring(Traffic.of(text).prefix().length());
        Matcher range = RANGE.matcher(where);
        if (range.matches()) {
            HostPort first = HostPort.parseWithPort("listen", range.group(1));
            return Listener.range(first.host(), first.port(), Values.number("last listen port", range.group(2)));
        }
        HostPort address = HostPort.parseWithPort("listen", where);
        return Listener.at(address.host(), address.port());
    }

    /** {@code host[:port][,weight=N][,priority=N][,max-connections=N]}; without a port, the one that the client came to. */
    static RealServer server(String text) {
        if (text.contains("://")) {
            throw Values.notYet(
                    "server: " + text.substring(0, text.indexOf(':')) + "://", "host:port without a scheme");
        }
        Map<String, String> attributes =
                attributes("server", text, List.of("weight=N", "priority=N", "max-connections=N"));
        HostPort address = HostPort.parse("server", head(text));
        RealServer server = address.port() == HostPort.NONE
                ? RealServer.at(address.host())
                : RealServer.at(address.host(), address.port());
        for (Map.Entry<String, String> attribute : attributes.entrySet()) {
            int value = Values.number("server " + attribute.getKey(), attribute.getValue());
            server = switch (attribute.getKey()) {
                case "weight" -> server.weight(value);
                case "priority" -> server.priority(value);
                default -> server.maxConnections(value);
            };
        }
        return server;
    }

    /** {@code none}, {@code tcp[,port=N]} or {@code http:/path[,port=N]}; a path has no comma here. */
    static Check check(String text) {
        String[] kind = head(text).split(":", 2);
        if (kind[0].equals("http") && kind.length == 2) {
            return new Check(HealthChecks.http(kind[1]), checkPort("check http", text));
        }
        return switch (head(text)) {
            case "none" -> {
                attributes("check none", text, List.of());
                yield new Check(HealthCheck.none(), 0);
            }
            case "tcp" -> new Check(HealthChecks.tcp(), checkPort("check tcp", text));
            case "http" -> throw Setting.refusal("check", "http", "http:/path");
            default -> throw Values.notYet("check: " + head(text), "none, tcp[,port=N], http:/PATH[,port=N]");
        };
    }

    private static int checkPort(String setting, String text) {
        String port = attributes(setting, text, List.of("port=N")).get("port");
        return port == null ? 0 : Setting.range("check port", Values.number("check port", port), 1, 65535);
    }

    /** {@code host:port}. */
    static RealServer sorry(String text) {
        HostPort address = HostPort.parseWithPort("sorry server", text);
        return RealServer.at(address.host(), address.port());
    }

    static String head(String text) {
        return COMMA.split(text, -1)[0];
    }

    /** The parts behind the head; each form is a key with what its value looks like, as in {@code weight=N}. */
    static Map<String, String> attributes(String setting, String text, List<String> forms) {
        Map<String, String> attributes = new LinkedHashMap<>();
        Arrays.stream(COMMA.split(text, -1)).skip(1).forEach(part -> {
            String[] pair = part.split("=", 2);
            boolean known = forms.stream().anyMatch(form -> form.startsWith(pair[0] + "="));
            if (pair.length < 2 || !known || attributes.put(pair[0], pair[1]) != null) {
                String allowed = forms.isEmpty() ? "no addition" : String.join(", ", forms) + ", each once";
                throw Setting.refusal(setting, '"' + part + '"', allowed);
            }
        });
        return attributes;
    }
}
