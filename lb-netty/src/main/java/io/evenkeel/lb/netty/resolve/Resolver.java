package io.evenkeel.lb.netty.resolve;

import io.evenkeel.lb.spi.Registration;
import java.util.function.Consumer;

/** Finds out once what a name stands for. */
@FunctionalInterface
interface Resolver {

    /**
     * Begins to ask and returns at once. Control thread.
     *
     * @param host a host name
     * @param done hears the answer, once, on any thread, perhaps before this method returns
     * @return gives up asking; an answer that is under way may still be told
     */
    Registration resolve(String host, Consumer<Answer> done);
}
