package io.evenkeel.lb.benchmarks.peers.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.evenkeel.lb.benchmarks.peers.process.Backend;
import io.evenkeel.lb.benchmarks.peers.result.Percentiles;
import java.io.IOException;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class GeneratorOutputTest {

    private static final String WRK = """
            Running 2s test @ http://127.0.0.1:20001/
              1 threads and 64 connections
            peers-turn requests=1000 micros=2000000 bytes=%d connect=%d read=%d write=0 status=%d timeout=0 p50=1 p90=2 p99=3 p999=4 max=5
            """;
    private static final Wrk LOAD = new Wrk(Backend.SMALL, 64, true, 0);
    private static final int GOOD = 1000 * 1224;

    @Test
    void wrk() throws IOException {
        LoadResult result = LOAD.parse(WRK.formatted(GOOD, 0, 0, 0));

        assertEquals(new LoadResult(1000, 1000, 0, 2, new Percentiles(1, 2, 3, 4, 5), ""), result);
    }

    @Test
    void wrkCountsErrors() throws IOException {
        LoadResult result = LOAD.parse(WRK.formatted(GOOD, 1, 2, 3));

        assertEquals(6, result.errors());
        assertEquals("1 connect errors, 2 read errors, 3 answers of 400 and more", result.remark());
    }

    @Test
    void bodiesOfAWrongLengthAreAnError() throws IOException {
        assertEquals(1, LOAD.parse(WRK.formatted(1000 * 1023, 0, 0, 0)).errors());
        assertEquals(1, LOAD.parse(WRK.formatted(3_000_000, 0, 0, 0)).errors());
    }

    @Test
    void noAnswerIsAnError() throws IOException {
        String none = WRK.formatted(0, 0, 0, 0).replace("requests=1000", "requests=0");

        assertEquals("no answer", LOAD.parse(none).remark());
        assertEquals(1, LOAD.parse(none).errors());
    }

    @Test
    void wrkWithoutItsLineIsAFailure() {
        assertThrows(IOException.class, () -> LOAD.parse("unable to connect to 127.0.0.1:1 Connection refused"));
        assertThrows(IOException.class, () -> LOAD.parse("peers-turn requests=1"));
    }

    @Test
    void h2load() throws IOException {
        H2load load = new H2load("/", 64, 1000);
        Stream<String> log = LongStream.rangeClosed(1, 1000).mapToObj(i -> "1700000000000000\t200\t" + i);

        LoadResult result = load.parse(log, 1, 0);

        assertEquals(new LoadResult(1000, 1000, 0, 1, new Percentiles(500, 900, 990, 999, 1000), ""), result);
    }

    @Test
    void h2loadCountsErrors() {
        H2load load = new H2load("/", 64, 4);

        assertEquals(
                2,
                load.parse(Stream.of("1\t503\t9", "2\t200\t7", "3\t-1\t5"), 1, 1)
                        .errors());
        assertEquals(5, load.parse(Stream.of("2\t200\t7"), 1, 5).errors());
    }

    @Test
    void aRateThatIsNotReachedIsRemarkedUpon() {
        LoadResult result = new H2load("/", 64, 100).parse(Stream.of("2\t200\t7"), 1, 0);

        assertEquals(0, result.errors());
        assertEquals("1/s of 100/s reached", result.remark());
    }

    @Test
    void h2loadFailures() throws IOException {
        String output = "finished in 1.00s\n"
                + "requests: 60000 total, 60000 started, 60000 done, 59983 succeeded, 17 failed, 0 errored, 0 timeout\n";

        assertEquals(17, H2load.failures(output));
        assertThrows(IOException.class, () -> H2load.failures("bad"));
    }
}
