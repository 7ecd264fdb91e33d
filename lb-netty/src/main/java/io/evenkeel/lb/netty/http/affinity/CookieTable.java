package io.evenkeel.lb.netty.http.affinity;

import io.evenkeel.lb.engine.choose.Member;
import io.evenkeel.lb.netty.http.message.Cookies;
import io.evenkeel.lb.netty.http.message.Fields;
import io.evenkeel.lb.netty.http.message.Octets;
import io.evenkeel.lb.persist.CookiePersistence;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which cookie means which server, for the servers that a pool had when this was made. Found by the cookie's bytes, without
 * a text of them. Immutable.
 */
final class CookieTable {

    /** A client that got the cookie for several paths or domains sends several; more than so many are not looked at. */
    private static final int MOST_COOKIES = 4;

    /** A server. */
    static final class Entry {
        private final String host;
        /** The token's bytes from 0, those from 8, and those from 14: the last two overlap. */
        private final long first;

        private final long second;
        private final long third;
        private final byte[] setCookie;

        Entry(String host, byte[] token, byte[] setCookie) {
            this.host = host;
            this.first = CookieTable.first(token, 0);
            this.second = CookieTable.second(token, 0);
            this.third = CookieTable.third(token, 0);
            this.setCookie = setCookie;
        }

        /** What persistence calls the server. */
        String host() {
            return host;
        }
    }

    private final CookiePersistence settings;
    private final Map<String, String> servers;
    private final CookieSigner signer;
    private final Map<String, Entry> byHost;
    /** By hash of the token, the next free place behind where that is taken; half of them are free. */
    private final @Nullable Entry[] byToken;

    /**
     * A table.
     *
     * @param settings those of the signer
     * @param servers what persistence calls each server, by its id
     * @param signer gives the tokens
     */
    CookieTable(CookiePersistence settings, Map<String, String> servers, CookieSigner signer) {
        this.settings = settings;
        this.servers = servers;
        this.signer = signer;
        this.byHost = new HashMap<>();
        this.byToken = new @Nullable Entry[Integer.highestOneBit(Math.max(1, servers.size())) * 4];
        servers.values().forEach(host -> put(entry(host)));
    }

    private Entry entry(String host) {
        String token = signer.token(host);
        return new Entry(host, token.getBytes(StandardCharsets.ISO_8859_1), signer.setCookie(token));
    }

    private static long first(byte[] bytes, int from) {
        return Octets.word(bytes, from);
    }

    private static long second(byte[] bytes, int from) {
        return Octets.word(bytes, from + Long.BYTES);
    }

    private static long third(byte[] bytes, int from) {
        return Octets.word(bytes, from + CookieSigner.LENGTH - Long.BYTES);
    }

    private void put(Entry entry) {
        byHost.put(entry.host, entry);
        int place = place(entry.first);
        while (byToken[place] != null) {
            place = next(place);
        }
        byToken[place] = entry;
    }

    /** Tokens are random; what clients make up only meets those that are there. */
    private int place(long first) {
        long mixed = first * 0x9E3779B97F4A7C15L;
        return (int) (mixed >>> 32) & (byToken.length - 1);
    }

    private int next(int place) {
        return (place + 1) & (byToken.length - 1);
    }

    /** Whether it is still good. */
    @SuppressWarnings("ReferenceEquality") // the same objects mean that nothing has changed
    boolean isFor(CookiePersistence now, Map<String, String> present) {
        return settings == now && servers == present;
    }

    /** The server that a request's cookie means, or null: there is none, or it is not one of ours. */
    @Nullable
    Entry find(Fields request) {
        int behind = 0;
        for (int i = 0; i < MOST_COOKIES; i++) {
            long range = Cookies.find(request, signer.name(), behind);
            if (range < 0) {
                return null;
            }
            Entry found = find(request.bytes(), Cookies.start(range), Cookies.end(range));
            if (found != null) {
                return found;
            }
            behind = Cookies.end(range);
        }
        return null;
    }

    private @Nullable Entry find(byte[] bytes, int from, int to) {
        if (to - from != CookieSigner.LENGTH) {
            return null;
        }
        long first = first(bytes, from);
        for (int place = place(first); ; place = next(place)) {
            Entry each = byToken[place];
            if (each == null) {
                return null;
            }
            if (each.first == first && each.second == second(bytes, from) && each.third == third(bytes, from)) {
                return each;
            }
        }
    }

    /** The field that makes a client the server's; also for one that was not there when this was made. */
    byte[] setCookie(Member server) {
        Entry known = byHost.get(server.boundAs());
        return known == null ? signer.setCookie(signer.token(server.boundAs())) : known.setCookie;
    }
}
