package io.evenkeel.lb.benchmarks.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private final AtomicLong nanos = new AtomicLong(5);
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    @Test
    void firstThePlanThenItsPace() {
        Progress progress = new Progress(out, false, Duration.ofSeconds(200), nanos::get);

        nanos.addAndGet(Duration.ofSeconds(100).toNanos());
        progress.done("slow at first", Duration.ofSeconds(10));
        assertEquals(Duration.ofSeconds(190), progress.left());

        nanos.addAndGet(Duration.ofSeconds(100).toNanos());
        progress.done("twice as long as planned", Duration.ofSeconds(90));
        assertEquals(Duration.ofSeconds(200), progress.left());

        progress.omitted(Duration.ofSeconds(150));
        assertEquals(Duration.ZERO, progress.left());
    }

    @Test
    void plainLinesWhereThereIsNoTerminal() {
        Progress progress = new Progress(out, false, Duration.ofSeconds(200), nanos::get);
        progress.doing("not shown");
        progress.done("http-1k", Duration.ofSeconds(5));
        progress.say("stays");

        assertEquals("http-1k" + " ".repeat(66) + "3:15 left\nstays\n", bytes.toString(StandardCharsets.UTF_8));
    }

    @Test
    void oneLineOnATerminal() {
        Progress progress = new Progress(out, true, Duration.ofSeconds(200), nanos::get);
        progress.doing("warming up");
        progress.done("http-1k", Duration.ofSeconds(5));

        String text = bytes.toString(StandardCharsets.UTF_8);
        assertTrue(!text.contains("\n") && text.startsWith("\r"), text);
    }
}
