package io.evenkeel.lb.netty.http.affinity;

import io.evenkeel.lb.engine.Affinity;
import io.evenkeel.lb.engine.LivePool;
import io.evenkeel.lb.engine.ServiceState;
import io.evenkeel.lb.engine.choose.Member;
import io.evenkeel.lb.engine.choose.Selection;
import io.evenkeel.lb.netty.http.message.Cookies;
import io.evenkeel.lb.netty.http.message.FieldId;
import io.evenkeel.lb.netty.http.message.Fields;
import io.evenkeel.lb.netty.http.message.Message;
import io.evenkeel.lb.netty.http.message.RequestMessage;
import io.evenkeel.lb.netty.http.message.ResponseMessage;
import io.evenkeel.lb.netty.loop.Loop;
import io.evenkeel.lb.netty.search.ClientAffinity;
import io.evenkeel.lb.persist.AffinityKey;
import io.evenkeel.lb.persist.CookiePersistence;
import io.evenkeel.lb.persist.HeaderPersistence;
import io.evenkeel.lb.persist.PassiveCookiePersistence;
import io.evenkeel.lb.persist.Persistence;
import io.evenkeel.lb.persist.SourcePersistence;
import io.evenkeel.lb.persist.TablePersistence;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** Which server the client of one request belongs to, by the service's kind of persistence, and what its answer changes. */
public final class ClientServer {

    private final Loop loop;
    private final CookieTables tables;
    private final RequestMessage request;
    private final ResponseMessage response;
    /** The persistence by table that is at work. */
    private @Nullable Affinity affinity;

    private @Nullable ClientAffinity table;
    /** The persistence by our own cookie that is at work. */
    private @Nullable CookieTable cookies;

    private CookieTable.@Nullable Entry brought;

    public ClientServer(Loop loop, CookieTables tables, RequestMessage request, ResponseMessage response) {
        this.loop = loop;
        this.tables = tables;
        this.request = request;
        this.response = response;
    }

    /** Finds what the request tells. */
    public void find(Persistence persistence, ServiceState state, LivePool pool, InetAddress client) {
        if (persistence instanceof CookiePersistence cookie) {
            CookieTable known = tables.of(cookie, pool);
            cookies = known;
            brought = known.find(request.fields());
            return;
        }
        Affinity by = state.affinity(pool);
        if (by != null) {
            affinity = by;
            AffinityKey key = key(by, client);
            table = key == null ? null : new ClientAffinity(by, key, loop);
        }
    }

    private @Nullable AffinityKey key(Affinity by, InetAddress client) {
        TablePersistence<?> settings = by.settings();
        if (settings instanceof SourcePersistence) {
            return by.key(client);
        } else if (settings instanceof PassiveCookiePersistence cookie) {
            long value = Cookies.find(request.fields(), cookie.name());
            return value < 0 ? null : key(by, request, Cookies.start(value), Cookies.end(value));
        } else if (settings instanceof HeaderPersistence header) {
            Fields fields = request.fields();
            int i = fields.find(header.name(), 0);
            return i < 0 ? null : key(by, request, fields.valueStart(i), fields.valueEnd(i));
        }
        throw new IllegalStateException("a kind of persistence that nobody told of: " + settings);
    }

    /** Nobody is known by an empty value. */
    private static @Nullable AffinityKey key(Affinity by, Message in, int from, int to) {
        return from == to ? null : by.key(in.fields().bytes(), from, to);
    }

    /** The host that the client says it belongs to, or null. */
    @Nullable
    public String host() {
        CookieTable.Entry said = brought;
        return said == null ? null : said.host();
    }

    /** What knows the host that the client belongs to, or null. */
    @Nullable
    public ClientAffinity table() {
        return table;
    }

    /** The server's answer is there as the server sent it: a session of its own may begin. */
    public void learn(Selection selection) {
        Affinity by = affinity;
        if (by != null && by.settings() instanceof PassiveCookiePersistence cookie) {
            long value = Cookies.findSet(response.fields(), cookie.name());
            AffinityKey key = value < 0 ? null : key(by, response, Cookies.start(value), Cookies.end(value));
            if (key != null) {
                by.bind(key, selection.member().boundAs(), null);
            }
        }
    }

    /** The answer is about to be sent: the client is told where it belongs, unless it knows, or was there for this once. */
    public void tell(Selection selection) {
        CookieTable known = cookies;
        if (known == null || selection.isStandIn()) {
            return;
        }
        Member served = selection.member();
        CookieTable.Entry said = brought;
        if (said == null || !said.host().equals(served.boundAs())) {
            byte[] value = known.setCookie(served);
            response.fields().add(FieldId.SET_COOKIE, value, 0, value.length);
        }
    }

    /** The request is done with its server. */
    public void ended() {
        ClientAffinity asked = table;
        if (asked != null) {
            asked.ended();
        }
    }

    public void reset() {
        affinity = null;
        table = null;
        cookies = null;
        brought = null;
    }
}
