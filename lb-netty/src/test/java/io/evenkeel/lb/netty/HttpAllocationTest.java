package io.evenkeel.lb.netty;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What the loop's thread allocates per request on a connection that is kept, from the client's bytes to the answer's: as
 * the JVM counts it, in a process of its own, without Netty's search for leaks, which samples 1 buffer in 128.
 */
@ExtendWith(LeakExtension.class)
@Tag("load")
class HttpAllocationTest {

    private static final Pattern RESULT = Pattern.compile("bytes per request ([0-9.]+)\n");

    @TempDir
    Path folder;

    /**
     * On epoll nothing is allocated: what is left is a sweep of the timers now and then. On the others it is Netty's own: the
     * iterator and the keys of a selector for two reads; what io_uring needs for each submission.
     */
    @ParameterizedTest
    @CsvSource({"EPOLL, 8"})
    void isBounded(Transport transport, double atMost) throws Exception {
        measure(transport, "plain", atMost);
    }

    /** Nor is anything for a scheduler that asks for the key and hears of answers and ends. */
    @ParameterizedTest
    @CsvSource({"EPOLL, 8"})
    void isNotMoreForASchedulerThatHeeds(Transport transport, double atMost) throws Exception {
        measure(transport, "heeding", atMost);
    }

    @ParameterizedTest
    @Tag("long")
    @CsvSource({"NIO, 288", "IO_URING, 400"})
    void isBoundedOnOtherTransports(Transport transport, double atMost) throws Exception {
        measure(transport, "plain", atMost);
    }

    /** The field {@code Forwarded} is composed as text, and persistence makes a key. */
    @ParameterizedTest
    @Tag("long")
    @CsvSource({"EPOLL, 640", "NIO, 900", "IO_URING, 1000"})
    void isBoundedWithForwardedRoutesAndPersistence(Transport transport, double atMost) throws Exception {
        measure(transport, "full", atMost);
    }

    private void measure(Transport transport, String features, double atMost) throws Exception {
        try (Children children = new Children(folder)) {
            List<String> options = List.of(
                    "-Xms128m",
                    "-Xmx128m",
                    "-Dio.netty.leakDetection.level=disabled",
                    "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");
            Children.Child child =
                    children.start(ChildJvm.command(options, AllocationMeter.class, transport.name(), features));
            Matcher result = RESULT.matcher(child.succeeds());
            assertTrue(result.find(), child::toString);
            double bytes = Double.parseDouble(result.group(1));
            System.out.printf("%s, %s: %.2f bytes allocated per request%n", transport, features, bytes);
            assertTrue(bytes <= atMost, child::toString);
        }
    }
}
