package io.evenkeel.lb.benchmarks.peers.result;

import org.jspecify.annotations.Nullable;

/**
 * What the project wants to reach in a scenario: a ratio of ours to a peer's figure, or a figure of ours alone.
 *
 * @param figure what is judged
 * @param peer whom ours is divided by, or null for ours alone
 * @param atMost the bound
 */
public record Goal(Figure figure, @Nullable String peer, double atMost) {

    /**
     * A ratio.
     *
     * @param figure what is compared
     * @param peer whom with
     * @param atMost the greatest ratio that meets the goal
     * @return the goal
     */
    public static Goal ratio(Figure figure, String peer, double atMost) {
        return new Goal(figure, peer, atMost);
    }

    /**
     * A figure of ours.
     *
     * @param figure which
     * @param atMost the greatest value that meets the goal
     * @return the goal
     */
    public static Goal own(Figure figure, double atMost) {
        return new Goal(figure, null, atMost);
    }
}
