package io.evenkeel.lb.engine;

import io.evenkeel.lb.RealServer;
import io.evenkeel.lb.check.Health;
import io.evenkeel.lb.engine.choose.Endpoint;
import io.evenkeel.lb.engine.choose.Endpoints;
import io.evenkeel.lb.engine.choose.Member;
import io.evenkeel.lb.engine.choose.MemberState;
import io.evenkeel.lb.engine.choose.MemberStats;
import io.evenkeel.lb.engine.choose.Observed;
import io.evenkeel.lb.engine.choose.Ramp;
import io.evenkeel.lb.engine.choose.Streak;
import io.evenkeel.lb.engine.watch.NameWatch;
import io.evenkeel.lb.spi.Registration;
import io.evenkeel.lb.status.AdminState;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a pool's clients go when no server is available: a server that is not checked. Control thread. */
final class SorryServer {

    private final EngineContext context;
    private final Endpoints endpoints;
    private final Runnable changed;
    private @Nullable Member member;
    private Observed observed = new Observed(Health.UNCHECKED, "", Instant.EPOCH);
    private Registration name = () -> {};

    /**
     * None yet.
     *
     * @param changed called when what is published must be made anew
     */
    SorryServer(EngineContext context, Endpoints endpoints, Runnable changed) {
        this.context = context;
        this.endpoints = endpoints;
        this.changed = changed;
    }

    /** The server, if it is declared and has an address; it is taken for healthy. */
    @Nullable
    MemberState state() {
        Member declared = member;
        return declared == null || declared.endpoint().addresses().isEmpty()
                ? null
                : new MemberState(declared, AdminState.ENABLED, observed, true);
    }

    void declare(@Nullable RealServer server) {
        Member old = member;
        if (old != null && old.declared().equals(server)) {
            return;
        }
        name.cancel();
        if (old != null) {
            endpoints.release(old.endpoint());
        }
        observed = new Observed(Health.UNCHECKED, "", context.time().instant());
        member = server == null ? null : newMember(server);
    }

    private Member newMember(RealServer server) {
        Endpoint endpoint = endpoints.acquire(server);
        if (server.address().isEmpty()) {
            name = context.names().watch(server.host(), new NameWatch.Listener() {
                @Override
                public void onAddresses(List<InetAddress> addresses) {
                    endpoint.addresses(addresses);
                    changed.run();
                }

                @Override
                public void onFailure(String cause) {} // without an address there is no sorry server
            });
        }
        MemberStats stats = new MemberStats(context.workers());
        return new Member(
                server, -1, server.weight(), endpoint, stats, new Ramp(), new Streak(() -> {}), server.host());
    }
}
