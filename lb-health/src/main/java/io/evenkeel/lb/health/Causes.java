package io.evenkeel.lb.health;

import io.evenkeel.lb.spi.Setting;
import io.netty.channel.ConnectTimeoutException;
import java.io.IOException;
import java.net.NoRouteToHostException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Failures in words for the operator: short, lower-case, and the same on every transport. */
final class Causes {

    /** A cause may quote what a server sent; nobody reads more of it than this. */
    private static final int MAX_LENGTH = 160;

    private static final int MAX_DEPTH = 10;

    private static final String OUT_OF_DESCRIPTORS = "too many open files";

    /**
     * What the system's messages are recognised by. NIO and the native transports word and wrap them differently; in a
     * locale that translates them they are shown as they are.
     */
    private static final List<Words> KNOWN = List.of(
            new Words("connection refused", "connection refused"),
            new Words("network is unreachable", "network unreachable"),
            new Words("connection reset", "connection reset"),
            new Words("broken pipe", "connection reset"),
            new Words("connection timed out", "connection timed out"),
            new Words(OUT_OF_DESCRIPTORS, OUT_OF_DESCRIPTORS));

    /** As in {@code connect(..) failed with error(-22): Invalid argument}. */
    private static final Pattern NATIVE_PREFIX = Pattern.compile("^.*failed with error\\(-?\\d+\\): (?=.)");

    private record Words(String part, String cause) {}

    private Causes() {}

    /** Has the class loaded while there are descriptors to read its file with: it is needed when there are none. */
    static void load() {}

    static String timeout(Duration timeout) {
        return "timeout after " + Setting.text(timeout);
    }

    /** What a throwable means. */
    static String of(Throwable failure, Duration timeout) {
        if (failure instanceof ConnectTimeoutException) {
            return timeout(timeout);
        }
        for (Throwable e : chain(failure)) {
            String cause = known(e);
            if (cause != null) {
                return cause;
            }
        }
        return phrase(text(failure));
    }

    /**
     * Whether a connection failed for want of something on our side. If that counted against the servers, a balancer short
     * of descriptors would take all its servers down, and with them the connections that still work.
     */
    static boolean isOurs(Throwable failure) {
        return chain(failure).stream()
                .anyMatch(e -> e instanceof RejectedExecutionException || OUT_OF_DESCRIPTORS.equals(known(e)));
    }

    /** A text that is fit for a log line: one line, of bounded length, not empty. */
    static String phrase(@Nullable String text) {
        String line = text == null
                ? ""
                : text.codePoints()
                        .limit(MAX_LENGTH)
                        .map(c -> Character.isISOControl(c) ? ' ' : c)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString()
                        .strip();
        return line.isEmpty() ? "failed without a cause" : line;
    }

    /** Causes may form a ring: a user's check throws what it likes. */
    private static List<Throwable> chain(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .limit(MAX_DEPTH)
                .toList();
    }

    private static @Nullable String known(Throwable e) {
        if (e instanceof ClosedChannelException) {
            return "connection closed";
        }
        if (e instanceof NoRouteToHostException) {
            return "no route to host"; // native transports give no message
        }
        if (!(e instanceof IOException) || e.getMessage() == null) {
            return null;
        }
        String message = e.getMessage().toLowerCase(Locale.ROOT);
        for (Words words : KNOWN) {
            if (message.contains(words.part())) {
                return words.cause();
            }
        }
        return null;
    }

    /** Of an I/O error the system's words, without what Netty adds; of a bug its type as well. */
    private static String text(Throwable failure) {
        Throwable e = failure;
        for (Throwable deeper : chain(failure)) {
            e = e instanceof IOException && deeper instanceof IOException ? deeper : e;
        }
        String name = e.getClass().getSimpleName();
        if (e.getMessage() == null || e.getMessage().isEmpty()) {
            return name;
        }
        return e instanceof IOException ? systemsWords(e.getMessage()) : name + ": " + e.getMessage();
    }

    private static String systemsWords(String message) {
        String words = NATIVE_PREFIX.matcher(message).replaceFirst("");
        return words.substring(0, 1).toLowerCase(Locale.ROOT) + words.substring(1);
    }
}
