package io.evenkeel.lb.testkit;

import io.evenkeel.lb.route.RequestHead;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A request's head that a test writes itself, for matches, redirects, filters and observers. It checks nothing, so that
 * a test can also show what the balancer would never let through.
 *
 * <pre>{@code
 * FakeRequestHead head = FakeRequestHead.of("GET", "https://www.example.com/api/x?q=1").header("Cookie", "a=1; b=2");
 * }</pre>
 *
 * <p>Threads: one at a time.
 */
public final class FakeRequestHead implements RequestHead {

    private record Field(String name, String value) {}

    private final String method;
    private final String scheme;
    private final String authority;
    private final List<Field> fields = new ArrayList<>();
    private String target;
    private String protocol = "HTTP/1.1";

    private FakeRequestHead(String method, String scheme, String authority, String target) {
        this.method = method;
        this.scheme = scheme;
        this.authority = authority;
        this.target = target;
    }

    /**
     * A request for a URL.
     *
     * @param method for example {@code GET}
     * @param url with scheme and host; without a path it is for {@code /}
     * @return a head whose only header is Host
     * @throws IllegalArgumentException when it is not such a URL
     */
    public static FakeRequestHead of(String method, String url) {
        URI uri = URI.create(url);
        if (uri.getScheme() == null || uri.getRawAuthority() == null) {
            throw new IllegalArgumentException("not a URL with scheme and host: " + url);
        }
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String query = uri.getRawQuery();
        return raw(method, uri.getScheme(), uri.getRawAuthority(), query == null ? path : path + "?" + query);
    }

    /**
     * A request of any texts, valid or not.
     *
     * @param method may be empty
     * @param scheme may be empty
     * @param authority host and port; if it is empty, there is no Host header
     * @param target may be empty
     * @return the head
     */
    public static FakeRequestHead raw(String method, String scheme, String authority, String target) {
        FakeRequestHead head = new FakeRequestHead(method, scheme, authority, target);
        return authority.isEmpty() ? head : head.header("Host", authority);
    }

    /**
     * Adds a header.
     *
     * @param name in any case
     * @param value in any form
     * @return this head
     */
    public FakeRequestHead header(String name, String value) {
        fields.add(new Field(name, value));
        return this;
    }

    /**
     * Removes all headers of a name.
     *
     * @param name in any case
     * @return this head
     */
    public FakeRequestHead without(String name) {
        fields.removeIf(field -> field.name().equalsIgnoreCase(name));
        return this;
    }

    /**
     * Sets path and query.
     *
     * @param value in any form
     * @return this head
     */
    public FakeRequestHead target(String value) {
        target = value;
        return this;
    }

    /**
     * Sets the version.
     *
     * @param value for example {@code HTTP/1.0}; {@code HTTP/1.1} unless set
     * @return this head
     */
    public FakeRequestHead protocol(String value) {
        protocol = value;
        return this;
    }

    @Override
    public String method() {
        return method;
    }

    @Override
    public String scheme() {
        return scheme;
    }

    @Override
    public String protocol() {
        return protocol;
    }

    @Override
    public String host() {
        int colon = authority.lastIndexOf(':');
        boolean port = colon > authority.lastIndexOf(']');
        return (port ? authority.substring(0, colon) : authority).toLowerCase(Locale.ROOT);
    }

    @Override
    public String authority() {
        return authority;
    }

    @Override
    public String target() {
        return target;
    }

    @Override
    public String path() {
        int mark = target.indexOf('?');
        return mark < 0 ? target : target.substring(0, mark);
    }

    @Override
    public @Nullable String query() {
        int mark = target.indexOf('?');
        return mark < 0 ? null : target.substring(mark + 1);
    }

    @Override
    public @Nullable String header(String name) {
        List<String> values = headers(name);
        return values.isEmpty() ? null : values.get(0);
    }

    @Override
    public List<String> headers(String name) {
        return fields.stream()
                .filter(field -> field.name().equalsIgnoreCase(name))
                .map(Field::value)
                .toList();
    }

    @Override
    public void forEachHeader(BiConsumer<String, String> visitor) {
        fields.forEach(field -> visitor.accept(field.name(), field.value()));
    }

    @Override
    public boolean isMethod(String name) {
        return method.equals(name);
    }

    @Override
    public boolean isHost(String host) {
        return host().equals(host);
    }

    @Override
    public boolean isHostUnder(String domain) {
        return host().endsWith("." + domain) && host().length() > domain.length() + 1;
    }

    @Override
    public boolean isPath(String path) {
        return path().equals(path);
    }

    @Override
    public boolean isPathUnder(String prefix) {
        String path = path();
        return path.startsWith(prefix)
                && (path.length() == prefix.length() || prefix.endsWith("/") || path.charAt(prefix.length()) == '/');
    }

    @Override
    public boolean isHeader(String name, String value) {
        return headers(name).contains(value);
    }

    @Override
    public boolean hasHeader(String name) {
        return !headers(name).isEmpty();
    }

    @Override
    public @Nullable String cookie(String name) {
        for (String line : headers("Cookie")) {
            for (String pair : line.split(";", -1)) {
                String[] parts = pair.strip().split("=", 2);
                if (parts.length == 2 && parts[0].equals(name)) {
                    boolean quoted = parts[1].length() > 1 && parts[1].startsWith("\"") && parts[1].endsWith("\"");
                    return quoted ? parts[1].substring(1, parts[1].length() - 1) : parts[1];
                }
            }
        }
        return null;
    }

    /** For example {@code GET https://www.example.com/api}. */
    @Override
    public String toString() {
        return method + " " + scheme + "://" + authority + target;
    }
}
