package io.evenkeel.lb.benchmarks.peers.process;

import java.util.List;

/** Where a process may run. The balancer has a core for itself; everything else shares the other. */
public enum Core {
    /** The balancer that is measured. */
    BALANCER("0"),
    /** Load generators and real servers; this program, too. */
    LOAD("1"),
    /** Not pinned, for what is not measured. */
    ANY("");

    private final String number;

    Core(String number) {
        this.number = number;
    }

    /**
     * What comes before the command.
     *
     * @return words; taskset becomes the program, so that the process id stays
     */
    public List<String> prefix() {
        return number.isEmpty() ? List.of() : List.of("taskset", "-c", number);
    }
}
