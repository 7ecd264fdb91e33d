package io.evenkeel.lb.spi;

/**
 * A client, and its request if it has one, as a {@link ClientKey} sees them: each part as its {@link Hash64}, so that no text
 * is made of it. Valid during the call that receives it only, on that call's thread, an event loop.
 *
 * <p>What a part is made of does not depend on the version of HTTP. Nothing is decoded: {@code /a} and {@code /%61} differ.
 */
public interface ClientView {

    /** The answer for a part that is not there. */
    long NONE = 0;

    /**
     * The address that the client connects from, or the network that it is in. An IPv4 address and the IPv4-mapped IPv6
     * address are the same.
     *
     * @param prefix4 how many bits of an IPv4 address count, 0 to 32
     * @param prefix6 how many bits of an IPv6 address count, 0 to 128
     * @return the hash of the address's 16 bytes, the others cleared
     */
    long source(int prefix4, int prefix6);

    /**
     * The host that the request names, without the port.
     *
     * @return the hash of it in lower case; {@link #NONE} without a host or a request
     */
    default long host() {
        return NONE;
    }

    /**
     * The request's path and query.
     *
     * @return the hash of them as sent, or {@link #NONE} without a request
     */
    default long target() {
        return NONE;
    }

    /**
     * The request's path without the query.
     *
     * @return the hash of it as sent, or {@link #NONE} without a request
     */
    default long path() {
        return NONE;
    }

    /**
     * An item of the request's query.
     *
     * @param name in the case to compare with, as it is sent
     * @return the hash of the first such item's value as sent; {@link #NONE} if there is none, or an empty one
     */
    default long queryItem(String name) {
        return NONE;
    }

    /**
     * A header of the request, as its server will get it.
     *
     * @param name in any case
     * @return the hash of the first such header's value; {@link #NONE} if there is none, or an empty one
     */
    default long header(String name) {
        return NONE;
    }

    /**
     * A cookie of the request.
     *
     * @param name in the case to compare with
     * @return the hash of the first such cookie's value; {@link #NONE} if there is none, or an empty one
     */
    default long cookie(String name) {
        return NONE;
    }
}
