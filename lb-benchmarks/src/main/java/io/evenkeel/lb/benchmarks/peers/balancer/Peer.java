package io.evenkeel.lb.benchmarks.peers.balancer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** A balancer that can take part. Immutable; starts any number of processes. */
public interface Peer {

    /**
     * What it is called on the command line and in the report.
     *
     * @return its name, in kebab-case
     */
    String name();

    /**
     * Whether it needs a JVM's warm-up.
     *
     * @return whether it is a JVM
     */
    boolean jvm();

    /**
     * What this machine lacks for it to take part.
     *
     * @param traffic what it would have to balance
     * @return the reason why it is skipped, or empty
     */
    Optional<String> missing(Traffic traffic);

    /**
     * What is measured.
     *
     * @return the version, on one line; asked only when nothing is missing
     */
    String version();

    /**
     * The threads that move the traffic, by the name that the operating system has for them. What other threads use is, in a
     * JVM, compilation and collection.
     *
     * @return found in the names of those threads
     */
    default Pattern loopThreads() {
        return Pattern.compile("");
    }

    /**
     * Starts a process on the balancer's core and waits until it listens.
     *
     * @param setup what it does
     * @param directory where its configuration and log go; exists
     * @return the process, which the caller closes
     * @throws IOException when it cannot be started, ends by itself, or does not listen in time
     * @throws InterruptedException when the run is given up
     */
    Running start(Setup setup, Path directory) throws IOException, InterruptedException;

    /**
     * A way to change the servers while it serves.
     *
     * @param running a process of this peer; its setup has one service, and a port for commands
     * @return none, where that takes a restart or a reload
     */
    default Optional<Membership> membership(Running running) {
        return Optional.empty();
    }
}
