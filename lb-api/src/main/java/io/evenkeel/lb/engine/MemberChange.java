package io.evenkeel.lb.engine;

import io.evenkeel.lb.check.Health;
import io.evenkeel.lb.engine.choose.Endpoint;
import io.evenkeel.lb.status.AdminState;
import org.jspecify.annotations.Nullable;

/**
 * Something that became of a member and is told after its publication.
 *
 * @param id the member
 * @param endpoint where it is reached
 * @param previousHealth its health before, or null where this is not about health
 * @param previousAdmin its administrative state before, or null where this is not about that
 * @param loss why it loses its live connections, or null where it does not
 */
record MemberChange(
        String id,
        Endpoint endpoint,
        @Nullable Health previousHealth,
        @Nullable AdminState previousAdmin,
        TrafficListener.@Nullable Loss loss) {}
