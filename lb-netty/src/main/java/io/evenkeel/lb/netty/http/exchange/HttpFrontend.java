package io.evenkeel.lb.netty.http.exchange;

import io.evenkeel.lb.HttpService;
import io.evenkeel.lb.engine.LivePool;
import io.evenkeel.lb.engine.LiveService;
import io.evenkeel.lb.engine.TrafficListener;
import io.evenkeel.lb.engine.choose.Endpoint;
import io.evenkeel.lb.netty.gate.Ticket;
import io.evenkeel.lb.netty.http.affinity.CookieTables;
import io.evenkeel.lb.netty.http.rules.Complaints;
import io.evenkeel.lb.netty.listen.Frontend;
import io.evenkeel.lb.netty.listen.Shortage;
import io.evenkeel.lb.netty.loop.Loop;
import io.evenkeel.lb.spi.RandomSource;
import io.evenkeel.lb.spi.TimeSource;
import io.netty.channel.Channel;
import java.util.List;

/** An HTTP service as the data plane sees it. */
public final class HttpFrontend extends Frontend {

    private final HttpProtocol protocol;
    private final TimeSource time;
    private final Complaints complaints;
    private final CookieTables cookies;
    /** By the number of the loop's worker. */
    private final List<HttpLoop> homes;

    /**
     * A frontend for a service that was just installed.
     *
     * @param service the live service, of an {@link HttpService}
     * @param loops where its connections live, by the numbers of their workers
     * @param time measures rates
     * @param random for the age of connections
     * @param shortage the balancer's
     * @param protocol what is spoken
     */
    public HttpFrontend(
            LiveService service,
            List<Loop> loops,
            TimeSource time,
            RandomSource random,
            Shortage shortage,
            HttpProtocol protocol) {
        super(service, loops, time, shortage);
        this.protocol = protocol;
        this.time = time;
        this.complaints = new Complaints(service.name(), time);
        this.cookies = new CookieTables(service);
        this.homes =
                loops.stream().map(loop -> new HttpLoop(this, loop, random)).toList();
    }

    /**
     * The configuration in force.
     *
     * @return what was declared last
     */
    public HttpService config() {
        return (HttpService) service().config();
    }

    HttpProtocol protocol() {
        return protocol;
    }

    TimeSource time() {
        return time;
    }

    /** What the balancer's own cookies mean. */
    CookieTables cookies() {
        return cookies;
    }

    /** Where failures of user code are told. */
    Complaints complaints() {
        return complaints;
    }

    @Override
    protected void accept(Loop loop, Channel client, Ticket ticket, int serverPort) {
        HttpLoop home = homes.get(loop.worker().index());
        register(loop, client, protocol.accept(home, client, ticket, serverPort));
    }

    /** What is idle to a server that went away is of no use any more. */
    @Override
    public void onLoss(LivePool pool, Endpoint endpoint, TrafficListener.Loss loss) {
        super.onLoss(pool, endpoint, loss);
        boolean elsewhere = loss == TrafficListener.Loss.REMOVED
                && service().state().pools().stream().anyMatch(each -> each.has(endpoint));
        if (elsewhere) {
            return;
        }
        homes.forEach(home -> home.loop().execute(() -> home.upstreams().drop(endpoint)));
    }
}
