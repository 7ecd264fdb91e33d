package io.evenkeel.lb.testkit.schedule;

import io.evenkeel.lb.testkit.FakePool;
import io.evenkeel.lb.testkit.FakeServer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Picks in a row, as text. */
final class Sequence {

    private Sequence() {}

    /** Worker 0's next picks, nothing in flight. */
    static String of(FakePool pool, int picks) {
        return IntStream.range(0, picks).mapToObj(i -> id(pool.pick(0))).collect(Collectors.joining(" "));
    }

    /** Worker 0's next picks, each held in flight. */
    static String held(FakePool pool, int picks) {
        return IntStream.range(0, picks)
                .mapToObj(i -> {
                    FakeServer picked = pool.pick(0);
                    return picked == null ? "none" : picked.hold().id();
                })
                .collect(Collectors.joining(" "));
    }

    static String id(FakeServer server) {
        return server == null ? "none" : server.id();
    }
}
