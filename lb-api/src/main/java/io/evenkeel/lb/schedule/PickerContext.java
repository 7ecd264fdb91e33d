package io.evenkeel.lb.schedule;

import io.evenkeel.lb.spi.ServerView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a scheduler gets to make a picker from. */
public interface PickerContext {

    /**
     * The servers to choose from: at least one, each with a weight of 1 or more, by rising ordinal.
     *
     * @return an immutable list; a picker's answer is a place in it
     */
    List<ServerView> servers();

    /**
     * How many workers will pick.
     *
     * @return 1 or more, constant for the balancer's life
     */
    int workers();

    /**
     * The picker that this scheduler made for the members' previous state; take over its state per worker, so that a
     * change does not restart the rotation. It may still be in use.
     *
     * @return the picker to carry on from, or null for the first
     */
    @Nullable
    Picker previous();
}
