package io.evenkeel.lb.route;

import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The head of a server's response as filters see it. A view: valid during the call that receives it only, on that call's
 * thread. Names of headers are compared without regard to case.
 */
public interface ResponseHead {

    /**
     * The status.
     *
     * @return 200 to 999
     */
    int status();

    /**
     * The first value of a header.
     *
     * @param name in any case
     * @return the value without blanks around it, or null if there is none
     */
    @Nullable
    String header(String name);

    /**
     * All values of a header, one for each line of it.
     *
     * @param name in any case
     * @return an immutable list, empty if there is none
     */
    List<String> headers(String name);

    /**
     * Visits all headers in the order sent.
     *
     * @param visitor receives name and value
     */
    void forEachHeader(BiConsumer<String, String> visitor);
}
