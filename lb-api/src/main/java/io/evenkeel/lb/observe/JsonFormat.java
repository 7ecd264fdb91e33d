package io.evenkeel.lb.observe;

import io.evenkeel.lb.route.RequestHead;
import java.net.InetAddress;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One JSON object a line; all its fields in every line, in the same order. */
final class JsonFormat implements LineFormat {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    @Override
    public void write(HttpExchange exchange, StringBuilder line) {
        RequestHead request = exchange.request();
        InetAddress client = exchange.client().getAddress();
        line.append("{\"time\":\"");
        TIME.formatTo(exchange.startedAt(), line);
        line.append('"');
        text("service", exchange.service(), line);
        text("client", client == null ? null : client.getHostAddress(), line);
        text("method", known(request.method()), line);
        text("host", known(request.host()), line);
        text("target", known(request.target()), line);
        number("status", exchange.status() == 0 ? -1 : exchange.status(), line);
        number("requestBytes", exchange.requestBytes(), line);
        number("responseBytes", exchange.responseBytes(), line);
        number("micros", micros(exchange.totalNanos()), line);
        number("firstByteMicros", micros(exchange.firstByteNanos()), line);
        text("pool", exchange.poolName(), line);
        text("route", exchange.routeName(), line);
        text("server", exchange.serverId(), line);
        number("retries", exchange.retries(), line);
        line.append(",\"complete\":").append(exchange.complete());
        text("userAgent", request.header("User-Agent"), line);
        text("referer", request.header("Referer"), line);
        line.append('}');
    }

    private static @Nullable String known(String text) {
        return text.isEmpty() ? null : text;
    }

    private static long micros(long nanos) {
        return nanos < 0 ? -1 : nanos / 1000;
    }

    private static void number(String name, long value, StringBuilder line) {
        line.append(",\"").append(name).append("\":");
        if (value < 0) {
            line.append("null");
        } else {
            line.append(value);
        }
    }

    private static void text(String name, @Nullable String value, StringBuilder line) {
        line.append(",\"").append(name).append("\":");
        if (value == null) {
            line.append("null");
        } else if (value.length() > MAX_TEXT) {
            JsonText.write(value.substring(0, MAX_TEXT) + "...", line);
        } else {
            JsonText.write(value, line);
        }
    }

    @Override
    public String toString() {
        return "json";
    }
}
