package io.evenkeel.lb.observe;

import io.evenkeel.lb.route.RequestHead;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Apache's {@code %h %l %u %t "%r" %>s %b "%{Referer}i" "%{User-agent}i"}, escaped as Apache does. */
final class CombinedFormat implements LineFormat {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private static final String HEX = "0123456789abcdef";

    @Override
    public void write(HttpExchange exchange, StringBuilder line) {
        RequestHead request = exchange.request();
        InetAddress client = exchange.client().getAddress();
        line.append(client == null ? "-" : client.getHostAddress()).append(" - - [");
        TIME.formatTo(exchange.startedAt(), line);
        line.append("] \"");
        requestLine(request, line);
        line.append("\" ");
        number(exchange.status(), line);
        line.append(' ');
        number(exchange.responseBytes(), line);
        line.append(" \"");
        text(request.header("Referer"), line);
        line.append("\" \"");
        text(request.header("User-Agent"), line);
        line.append('"');
    }

    private static void requestLine(RequestHead request, StringBuilder line) {
        String method = request.method();
        if (method.isEmpty()) {
            line.append('-');
            return;
        }
        text(method, line);
        line.append(' ');
        text(request.target(), line);
        line.append(' ');
        text(request.protocol(), line);
    }

    private static void number(long value, StringBuilder line) {
        if (value <= 0) {
            line.append('-');
        } else {
            line.append(value);
        }
    }

    private static void text(@Nullable String text, StringBuilder line) {
        if (text == null || text.isEmpty()) {
            line.append('-');
            return;
        }
        int end = Math.min(text.length(), MAX_TEXT);
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> line.append('\\').append(c);
                case '\b' -> line.append("\\b");
                case '\n' -> line.append("\\n");
                case '\r' -> line.append("\\r");
                case '\t' -> line.append("\\t");
                case 0x0B -> line.append("\\v");
                default -> other(c, line);
            }
        }
        if (end < text.length()) {
            line.append("...");
        }
    }

    private static void other(char c, StringBuilder line) {
        if (c >= 0x20 && c < 0x7F) {
            line.append(c);
        } else if (c <= 0xFF) {
            hex(c, line);
        } else {
            // No byte of a message becomes such a character, but another's view of it may have one.
            for (byte b : String.valueOf(c).getBytes(StandardCharsets.UTF_8)) {
                hex(b, line);
            }
        }
    }

    private static void hex(int octet, StringBuilder line) {
        line.append("\\x").append(HEX.charAt(octet >> 4 & 15)).append(HEX.charAt(octet & 15));
    }

    @Override
    public String toString() {
        return "combined";
    }
}
