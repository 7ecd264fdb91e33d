package io.evenkeel.lb.spi;

/**
 * What a scheduler hears when a unit of work has ended. Valid during the call only, and only on the calling thread.
 */
public interface SettleContext extends AnswerContext {

    /**
     * How it ended.
     *
     * @return the outcome
     */
    Outcome outcome();

    /**
     * Whether the server had answered: then {@link #latencyNanos()} is what was told at that time.
     *
     * @return false for a server that was not reached, or gave no answer
     */
    boolean isAnswered();
}
