package io.evenkeel.examples.lync;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** A network of loopback addresses that hardly anybody else uses at the same time. */
final class Loopback {

    private final String prefix = "127." + random() + "." + random() + ".";

    private static int random() {
        return ThreadLocalRandom.current().nextInt(20, 250);
    }

    String vip() {
        return prefix + 10;
    }

    List<String> frontEnds() {
        return List.of(prefix + 1, prefix + 2);
    }

    /** A client of a number from 0 to 199. */
    String client(int number) {
        return prefix + (number + 50);
    }
}
