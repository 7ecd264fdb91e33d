package io.evenkeel.lb.spi;

/**
 * By what a scheduler knows clients: the part of a client or of its request that it hashes. Those below, or the user's own,
 * such as {@code ClientView::path}, or {@code client -> Hash64.of(client.host(), client.path())}.
 *
 * <p>Called on event loops, and only when a picker asks: it allocates nothing, takes no lock and does not log. When it throws,
 * the pick fails, and the first server that accepts is taken.
 */
@FunctionalInterface
public interface ClientKey {

    /**
     * The key of one client.
     *
     * @param client the client
     * @return a hash of which every bit is as good as any other, such as those of {@link Hash64}; {@link ClientView#NONE} for
     *     a client that has no key
     */
    long of(ClientView client);

    /**
     * Another key for clients that do not have this one.
     *
     * @param other for example {@link #source()}
     * @return this key or the other
     */
    default ClientKey orElse(ClientKey other) {
        Setting.present("client key", other);
        return client -> {
            long key = of(client);
            return key != ClientView.NONE ? key : other.of(client);
        };
    }

    /**
     * The client's address.
     *
     * @return the key of one address
     */
    static ClientKey source() {
        return source(32, 128);
    }

    /**
     * The network that the client is in.
     *
     * @param prefix4 how many bits of an IPv4 address count, 0 to 32
     * @param prefix6 how many bits of an IPv6 address count, 0 to 128
     * @return the key of one network
     * @throws IllegalArgumentException when a prefix is outside its range
     */
    static ClientKey source(int prefix4, int prefix6) {
        Setting.range("IPv4 prefix of the client key", prefix4, 0, 32);
        Setting.range("IPv6 prefix of the client key", prefix6, 0, 128);
        return client -> client.source(prefix4, prefix6);
    }

    /**
     * The value of a header. Clients of TCP services have none.
     *
     * @param name a token, in any case
     * @return the key of one value
     * @throws IllegalArgumentException when the name is not a token
     */
    static ClientKey header(String name) {
        HttpSyntax.token("header of the client key", name);
        return client -> client.header(name);
    }
}
