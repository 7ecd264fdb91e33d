package io.evenkeel.lb.netty.http.affinity;

import io.evenkeel.lb.engine.LivePool;
import io.evenkeel.lb.engine.LiveService;
import io.evenkeel.lb.persist.CookiePersistence;
import java.util.HashMap;
import java.util.Map;

/**
 * A service's cookies: for each pool a {@link CookieTable}, made again when the pool's servers or the settings are others.
 * Any thread; without a lock: of two that make one at a time, either's is good, and a table that got lost is made again.
 */
public final class CookieTables {

    private final LiveService service;
    private volatile Map<LivePool, CookieTable> tables = Map.of();

    public CookieTables(LiveService service) {
        this.service = service;
    }

    /** The table of one pool's present servers. */
    CookieTable of(CookiePersistence settings, LivePool pool) {
        CookieTable known = tables.get(pool);
        return known != null && known.isFor(settings, pool.boundAs()) ? known : make(settings, pool);
    }

    private CookieTable make(CookiePersistence settings, LivePool pool) {
        String name = pool.name().equals(service.name()) ? "" : pool.name();
        CookieSigner signer = new CookieSigner(settings, service.cookieKey(settings), name);
        CookieTable made = new CookieTable(settings, pool.boundAs(), signer);
        Map<LivePool, CookieTable> next = new HashMap<>(tables);
        next.keySet().retainAll(service.state().pools()); // those that were taken out are forgotten
        next.put(pool, made);
        tables = Map.copyOf(next);
        return made;
    }
}
