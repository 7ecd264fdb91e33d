package io.evenkeel.examples.standalone;

import io.evenkeel.lb.netty.Transport;
import io.evenkeel.lb.schedule.Scheduler;
import io.evenkeel.lb.spi.Setting;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads single values of flags and commands, and refuses in one line of the library's own form. */
public final class Values {

    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h)");

    private static final List<Scheduler> SCHEDULERS = List.of(
            Scheduler.roundRobin(),
            Scheduler.weightedRoundRobin(),
            Scheduler.leastConnections(),
            Scheduler.weightedLeastConnections(),
            Scheduler.priority());

    private Values() {}

    /** A duration such as {@code 500ms}, {@code 2s}, {@code 1m} or {@code 1h}. */
    public static Duration duration(String setting, String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw Setting.refusal(setting, text, "a whole number with ms, s, m or h, such as 500ms");
        }
        long count = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            default -> Duration.ofHours(count);
        };
    }

    /** A whole number; the library knows its range. */
    public static int number(String setting, String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw Setting.refusal(setting, text, "a whole number");
        }
    }

    static Scheduler scheduler(String setting, String text) {
        return SCHEDULERS.stream()
                .filter(scheduler -> scheduler.name().equals(text))
                .findFirst()
                .orElseThrow(() -> Setting.refusal(
                        setting, text, SCHEDULERS.stream().map(Scheduler::name).collect(Collectors.joining(", "))));
    }

    static Transport transport(String setting, String text) {
        return Arrays.stream(Transport.values())
                .filter(transport -> name(transport).equals(text))
                .findFirst()
                .orElseThrow(() -> Setting.refusal(
                        setting,
                        text,
                        Arrays.stream(Transport.values()).map(Values::name).collect(Collectors.joining(", "))));
    }

    private static String name(Transport transport) {
        return transport.name().toLowerCase(Locale.ROOT);
    }

    /** The refusal of what will exist one day. */
    static IllegalArgumentException notYet(String what, String available) {
        return new IllegalArgumentException(what + " is not available yet; available: " + available);
    }

    /** What went wrong, in one line. */
    public static String oneLine(Throwable e) {
        return String.valueOf(e.getMessage()).replaceAll("\\s*\\R\\s*", " ");
    }
}
