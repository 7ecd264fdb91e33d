package io.evenkeel.lb.benchmarks.peers.balancer;

import io.evenkeel.lb.spi.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** All peers that this program knows. */
public final class Peers {

    /** Whom all others are compared with. */
    public static final String OURS = "evenkeel";

    /** A second process of ours: whether the comparison finds a difference where there is none. */
    public static final String SAME = "evenkeel-same";

    /** Ours, burning 5 µs more per request: whether the comparison finds that. */
    public static final String BURN = "evenkeel-burn";

    /** An earlier state of ours, from another checkout: what a change has done. */
    public static final String BEFORE = "evenkeel-before";

    private static final int BURN_MICROS = 5;
    private static final int GOAL_JDK = 17;
    private static final int NEXT_JDK = 25;

    private Peers() {}

    /**
     * Those that take part where no names are given, ours first.
     *
     * @param root the repository
     * @return in the order of the report
     */
    public static List<Peer> regular(Path root) {
        return List.of(
                new Evenkeel(OURS, root, GOAL_JDK, 0),
                new Evenkeel("evenkeel-jdk25", root, NEXT_JDK, 0),
                new HaProxy("haproxy", false),
                new HaProxy("haproxy-splice", true),
                new Nginx(),
                new JvmProxy("undertow", root, "io.evenkeel.peers.UndertowProxy", "^XNIO-1 I/O"),
                new JvmProxy("vertx", root, "io.evenkeel.peers.VertxProxy", "^vert.x-event"),
                new JvmProxy("spring-cloud-gateway", root, "io.evenkeel.peers.Gateway", "^reactor-http"));
    }

    /**
     * An earlier state of ours, built where that is needed, so that nothing is built in the middle of a run.
     *
     * @param checkout another checkout of this repository
     * @return {@link #BEFORE}
     * @throws IOException when it cannot be built
     * @throws InterruptedException when the run is given up
     * @throws IllegalArgumentException when it is no such checkout
     */
    public static Peer before(Path checkout) throws IOException, InterruptedException {
        Path root = checkout.toAbsolutePath().normalize();
        if (!Files.isExecutable(Evenkeel.launcher(root))) {
            throw Setting.refusal("before", checkout, "a checkout of this repository, which has examples/run");
        }
        Evenkeel before = new Evenkeel(BEFORE, root, GOAL_JDK, 0);
        try {
            before.build();
        } catch (IOException e) {
            throw new IOException("before: " + checkout + " cannot be built: " + e.getMessage(), e);
        }
        return before;
    }

    /**
     * Those that can be named: the regular ones, and two that test the comparison itself.
     *
     * @param root the repository
     * @return in the order of the report
     */
    public static List<Peer> all(Path root) {
        List<Peer> all = new ArrayList<>(regular(root));
        all.add(new Evenkeel(SAME, root, GOAL_JDK, 0));
        all.add(new Evenkeel(BURN, root, GOAL_JDK, BURN_MICROS));
        return all;
    }
}
