package io.evenkeel.lb.persist;

/**
 * What keeps a client on the server that it had: which key it is known by, and how long that is remembered. Services that
 * forward connections take a {@link ConnectionPersistence}, HTTP services any kind.
 */
public sealed interface Persistence permits ConnectionPersistence, CookiePersistence, TablePersistence {

    /**
     * Each client's server is chosen anew.
     *
     * @return no persistence, the default
     */
    static ConnectionPersistence none() {
        return NoPersistence.INSTANCE;
    }

    /**
     * A client is known by its source address: all clients behind one address translation are one.
     *
     * @return persistence by source address, with every default
     */
    static SourcePersistence source() {
        return SourcePersistence.DEFAULT;
    }

    /**
     * A client brings back a cookie that it was given, which says which server it had: nothing is remembered here.
     *
     * @param name the cookie's name, a token of at most 256 characters
     * @return persistence by cookie, with every default
     * @throws IllegalArgumentException when it is not such a token
     */
    static CookiePersistence cookie(String name) {
        return CookiePersistence.named(name);
    }

    /**
     * The cookie that Microsoft Lync Server wants of a load balancer: {@code MS-WSMAN}, without an expiry, and visible to
     * scripts.
     *
     * @return persistence by that cookie, not {@code HttpOnly}, without {@code SameSite}
     */
    static CookiePersistence lyncCookie() {
        return cookie("MS-WSMAN").httpOnly(false).sameSite(SameSite.ABSENT);
    }

    /**
     * A client is known by a cookie that the server itself sets, such as that of its session.
     *
     * @param name the cookie's name, a token of at most 256 characters
     * @return persistence by the server's cookie, with every default
     * @throws IllegalArgumentException when it is not such a token
     */
    static PassiveCookiePersistence passiveCookie(String name) {
        return PassiveCookiePersistence.named(name);
    }

    /**
     * A client is known by the value of a field of its requests.
     *
     * @param name the field's name, a token of at most 256 characters, in any case
     * @return persistence by that field, with every default
     * @throws IllegalArgumentException when it is not such a token
     */
    static HeaderPersistence header(String name) {
        return HeaderPersistence.named(name);
    }
}
