package io.evenkeel.lb.testkit.http;

/**
 * What a server answers. One instance serves all connections, each on a thread of its own.
 */
@FunctionalInterface
public interface Script {

    /**
     * Called when a request's head was read and its body was not; may block until the server stops.
     *
     * @param request the request
     * @return what to do with it
     * @throws InterruptedException if a wait is interrupted because the server stops
     */
    Answer answer(SeenRequest request) throws InterruptedException;

    /**
     * The same to everybody.
     *
     * @param answer what to answer
     * @return the script
     */
    static Script always(Answer answer) {
        return request -> answer;
    }
}
