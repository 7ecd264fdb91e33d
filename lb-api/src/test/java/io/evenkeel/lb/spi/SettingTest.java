package io.evenkeel.lb.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Every refusal names the setting, the value given and the range that is allowed. */
class SettingTest {

    private static String refusal(Executable call) {
        return assertThrows(IllegalArgumentException.class, call).getMessage();
    }

    @Test
    void numbersAtTheEndsOfTheirRangeAreAccepted() {
        assertEquals(1, Setting.range("port", 1, 1, 65535));
        assertEquals(65535, Setting.range("port", 65535, 1, 65535));
        assertEquals(Long.MAX_VALUE, Setting.range("bytes", Long.MAX_VALUE, 0, Long.MAX_VALUE));
    }

    @Test
    void numbersOutsideAreRefused() {
        assertEquals("port: 0 is not allowed; allowed: 1 to 65535", refusal(() -> Setting.range("port", 0, 1, 65535)));
        assertEquals(
                "port: 65536 is not allowed; allowed: 1 to 65535",
                refusal(() -> Setting.range("port", 65536, 1, 65535)));
        assertEquals(
                "bytes: -9223372036854775808 is not allowed; allowed: 0 to 5",
                refusal(() -> Setting.range("bytes", Long.MIN_VALUE, 0L, 5L)));
    }

    @Test
    void durationsAreRefusedInPeoplesUnits() {
        Duration min = Duration.ofMillis(10);
        Duration max = Duration.ofDays(1);
        assertSame(min, Setting.range("timeout", min, min, max));
        assertSame(max, Setting.range("timeout", max, min, max));
        assertEquals(
                "timeout: 9ms is not allowed; allowed: 10ms to 86400s",
                refusal(() -> Setting.range("timeout", Duration.ofMillis(9), min, max)));
        assertEquals(
                "timeout: null is not allowed; allowed: 10ms to 86400s",
                refusal(() -> Setting.range("timeout", null, min, max)));
        assertEquals(
                "timeout: -1s is not allowed; allowed: 10ms to 86400s",
                refusal(() -> Setting.range("timeout", Duration.ofSeconds(-1), min, max)));
    }

    @Test
    void theLongestDurationsAreRefusedLikeAnyOther() {
        Duration max = Duration.ofSeconds(1);
        for (Duration endless : new Duration[] {
            ChronoUnit.FOREVER.getDuration(),
            Duration.ofSeconds(Long.MAX_VALUE, 500_000_000),
            Duration.ofSeconds(Long.MAX_VALUE),
            Duration.ofSeconds(Long.MIN_VALUE)
        }) {
            refusal(() -> Setting.range("timeout", endless, Duration.ZERO, max));
        }
    }

    @Test
    void textsMustNotBeBlank() {
        assertEquals("x", Setting.text("name", "x"));
        assertEquals(
                "name: null is not allowed; allowed: a text that is not blank",
                refusal(() -> Setting.text("name", null)));
        assertEquals(
                "name: \" \" is not allowed; allowed: a text that is not blank",
                refusal(() -> Setting.text("name", " ")));
    }

    @Test
    void nullIsRefused() {
        assertEquals("x", Setting.present("thing", "x"));
        assertEquals(
                "thing: null is not allowed; allowed: any value but null",
                refusal(() -> Setting.present("thing", null)));
    }

    @Test
    void durationsAreWrittenAsPeopleDo() {
        assertEquals("0s", Setting.text(Duration.ZERO));
        assertEquals("500ms", Setting.text(Duration.ofMillis(500)));
        assertEquals("1500ms", Setting.text(Duration.ofMillis(1500)));
        assertEquals("9s", Setting.text(Duration.ofSeconds(9)));
        assertEquals("660s", Setting.text(Duration.ofMinutes(11)));
        assertEquals("PT0.000001S", Setting.text(Duration.ofNanos(1000)));
        assertEquals("-500ms", Setting.text(Duration.ofMillis(-500)));
    }
}
