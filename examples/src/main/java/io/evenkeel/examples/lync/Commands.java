package io.evenkeel.examples.lync;

import io.evenkeel.examples.standalone.Values;
import io.evenkeel.lb.spi.Setting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** The commands on standard input. Each is answered by one line, once it is in force. */
final class Commands {

    static final String HELP = "stop 1 (s 1)   start 1 (r 1)   drain 1 30s (d 1)   enable 1 (e 1)   quit (q)";

    private static final String FORMS = "stop 1, start 1, drain 1 30s, enable 1, quit";
    private static final Duration DRAIN_TIME = Duration.ofSeconds(30);
    private static final Set<String> QUIT = Set.of("quit", "q");

    private final LyncPool pool;

    Commands(LyncPool pool) {
        this.pool = pool;
    }

    static boolean isQuit(String line) {
        return QUIT.contains(line.strip());
    }

    /** Does what a line says. */
    String answer(String line) {
        List<String> words = List.of(line.strip().split("\\s+"));
        try {
            return switch (words.get(0)) {
                case "stop", "s" -> stop(frontEnd(words, 2));
                case "start", "r" -> start(frontEnd(words, 2));
                case "drain", "d" -> drain(frontEnd(words, 3), words);
                case "enable", "e" -> enable(frontEnd(words, 2));
                default -> throw wrong(words);
            };
        } catch (RuntimeException e) {
            return "error: " + Values.oneLine(e);
        }
    }

    private String stop(FrontEnd frontEnd) {
        if (!frontEnd.isRunning()) {
            return frontEnd + " is stopped already";
        }
        frontEnd.stop();
        return frontEnd + " is stopped; its clients are reset";
    }

    private String start(FrontEnd frontEnd) {
        if (frontEnd.isRunning()) {
            return frontEnd + " runs already";
        }
        try {
            frontEnd.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
        return frontEnd + " is started";
    }

    private String drain(FrontEnd frontEnd, List<String> words) {
        Duration time = words.size() > 2 ? Values.duration("drain time", words.get(2)) : DRAIN_TIME;
        pool.drain(frontEnd, time);
        return frontEnd + " drains for " + Setting.text(time) + "; clients that it has may come back until then";
    }

    private String enable(FrontEnd frontEnd) {
        pool.enable(frontEnd);
        return frontEnd + " gets new clients" + (frontEnd.isRunning() ? "" : " once it is started");
    }

    private FrontEnd frontEnd(List<String> words, int most) {
        if (words.size() < 2 || words.size() > most) {
            throw wrong(words);
        }
        return pool.frontEnd(Values.number("Front End", words.get(1)));
    }

    private static IllegalArgumentException wrong(List<String> words) {
        return new IllegalArgumentException("no command: " + String.join(" ", words) + "; there are " + FORMS);
    }
}
