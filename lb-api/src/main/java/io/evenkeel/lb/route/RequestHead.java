package io.evenkeel.lb.route;

import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The head of a request as routes and filters see it. The balancer has checked its syntax; nothing is decoded. A view:
 * valid during the call that receives it only, on that call's thread; what is to be kept is copied.
 *
 * <p>A method that returns a text makes it at that moment; those that answer yes or no make none, so they are the ones to
 * decide with. Names of headers are compared without regard to case, everything else exactly. Texts of a request that
 * could not be read are empty.
 *
 * <p><b>Paths are raw.</b> {@code /a/../b}, {@code //b} and {@code /%62} are not {@code /b} here, but may be at the server:
 * a rule about a path sorts requests, and protects nothing.
 */
public interface RequestHead {

    /**
     * The method as sent.
     *
     * @return for example {@code GET}
     */
    String method();

    /**
     * How the client came to the listener.
     *
     * @return {@code http} or {@code https}
     */
    String scheme();

    /**
     * The version of HTTP that the client speaks.
     *
     * @return for example {@code HTTP/1.1}
     */
    String protocol();

    /**
     * The host without the port.
     *
     * @return in lower case, an IPv6 address in brackets; empty if the client named none
     */
    String host();

    /**
     * The host as sent, with the port.
     *
     * @return for example {@code www.Example.com:8080}; empty if the client named none
     */
    String authority();

    /**
     * Path and query as sent.
     *
     * @return for example {@code /search?q=x}, or {@code *} for a request about the server itself
     */
    String target();

    /**
     * The target without its query.
     *
     * @return for example {@code /search}
     */
    String path();

    /**
     * The query without its question mark.
     *
     * @return for example {@code q=x}, or null if the target has no question mark
     */
    @Nullable
    String query();

    /**
     * The first value of a header.
     *
     * @param name in any case
     * @return the value without blanks around it, or null if there is none
     */
    @Nullable
    String header(String name);

    /**
     * All values of a header, one for each line of it.
     *
     * @param name in any case
     * @return an immutable list, empty if there is none
     */
    List<String> headers(String name);

    /**
     * Visits all headers in the order sent.
     *
     * @param visitor receives name and value
     */
    void forEachHeader(BiConsumer<String, String> visitor);

    /**
     * Whether the method is a certain one.
     *
     * @param method in the case to compare with
     * @return true when it is
     */
    boolean isMethod(String method);

    /**
     * Whether the host is a certain one, whatever the port.
     *
     * @param host in lower case
     * @return true when it is
     */
    boolean isHost(String host);

    /**
     * Whether the host is under a domain, at any depth, whatever the port.
     *
     * @param domain in lower case, for example {@code example.com}
     * @return true for {@code a.example.com} and {@code a.b.example.com}, false for {@code example.com}
     */
    boolean isHostUnder(String domain);

    /**
     * Whether the path is a certain one.
     *
     * @param path begins with {@code /}
     * @return true when it is
     */
    boolean isPath(String path);

    /**
     * Whether the path is under a prefix, by segments.
     *
     * @param prefix begins with {@code /}
     * @return for {@code /api}: true for {@code /api} and {@code /api/x}, false for {@code /apix}; for a prefix that ends
     *     in {@code /}: true for every path that begins with it
     */
    boolean isPathUnder(String prefix);

    /**
     * Whether a header has a certain value.
     *
     * @param name in any case
     * @param value compared exactly
     * @return true when one of the header's lines has it
     */
    boolean isHeader(String name, String value);

    /**
     * Whether a header is there.
     *
     * @param name in any case
     * @return true when it is, even without a value
     */
    boolean hasHeader(String name);

    /**
     * The value of a cookie.
     *
     * @param name in the case to compare with
     * @return the first of this name, without double quotes around it, or null if there is none
     */
    @Nullable
    String cookie(String name);
}
