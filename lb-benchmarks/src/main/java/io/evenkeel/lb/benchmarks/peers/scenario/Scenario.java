package io.evenkeel.lb.benchmarks.peers.scenario;

import io.evenkeel.lb.benchmarks.peers.balancer.Peer;
import io.evenkeel.lb.benchmarks.peers.balancer.Traffic;
import io.evenkeel.lb.benchmarks.peers.result.Figure;
import io.evenkeel.lb.benchmarks.peers.result.Goal;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * One question to all peers. A peer gets a {@link Seat}, is warmed up there and settles, and then has its turns in each round. A
 * new scenario is a class here and a line in {@link Scenarios}.
 */
public interface Scenario {

    /**
     * What it is called in the report, such as {@code scale/servers=100}.
     *
     * @return its name, unique
     */
    String name();

    /**
     * What it is called on the command line; several scenarios may share it.
     *
     * @return the name up to a slash
     */
    default String group() {
        return name().split("/", 2)[0];
    }

    /**
     * What is done and asked.
     *
     * @return one line for the report
     */
    String question();

    /**
     * What CPU time is divided by.
     *
     * @return the field's word for one, such as {@code request}
     */
    String unit();

    /**
     * What is balanced.
     *
     * @return the kind of traffic
     */
    Traffic traffic();

    /**
     * The matrix of who takes part in what.
     *
     * @param peer any peer
     * @return whether it takes part here
     */
    boolean admits(Peer peer);

    /**
     * What the report shows and compares; the first is the scenario's own.
     *
     * @return at least one
     */
    default List<Figure> figures() {
        return List.of(Figure.CPU_PER_UNIT);
    }

    /**
     * What the project wants to reach here.
     *
     * @return none, when it is only observed
     */
    default List<Goal> goals() {
        return List.of();
    }

    /**
     * Prepares a place for a peer: here most scenarios start its process.
     *
     * @param peer who takes part
     * @param bench what is there to measure with
     * @return its place, which the caller closes
     * @throws IOException when the peer does not start
     * @throws InterruptedException when the run is given up
     */
    Seat seat(Peer peer, Bench bench) throws IOException, InterruptedException;

    /**
     * What must be known before the first turn, when all are warm and settled; such as the rate that all shall bear.
     *
     * @param seats who takes part, by name
     * @param time how long it may take: as long as a peer's turns of one round
     * @throws IOException when it cannot be found out
     * @throws InterruptedException when the run is given up
     */
    default void calibrate(Map<String, Seat> seats, Duration time) throws IOException, InterruptedException {}

    /**
     * How long a peer is warmed up, uncounted.
     *
     * @param peer who takes part
     * @return zero, where there is nothing to warm
     */
    default Duration warmUp(Peer peer) {
        return peer.jvm() ? Duration.ofSeconds(10) : Duration.ofSeconds(1);
    }

    /**
     * Whether each turn is a process of its own. Then more than one turn in a round would tell no more than more rounds.
     *
     * @return whether a round has one turn in any case
     */
    default boolean startsInEachTurn() {
        return false;
    }

    /**
     * How long a turn will take, for the estimate only.
     *
     * @param asked what the command line says
     * @return about as long as {@link Seat#turn} takes
     */
    default Duration estimate(Duration asked) {
        return asked.plusMillis(600);
    }
}
