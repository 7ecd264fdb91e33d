package io.evenkeel.lb.netty.http.message;

import io.evenkeel.lb.route.RequestHead;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A request. What it is for is kept as ranges of the bytes of its {@link #fields()}. */
public final class RequestMessage extends Message implements RequestHead {

    private static final int UNKNOWN = -1;

    private int methodStart;
    private int methodEnd;
    private int targetStart;
    private int targetEnd;
    private int pathEnd = UNKNOWN;
    private int authorityStart;
    private int authorityEnd;
    private int hostEnd;
    private boolean expectsContinue;
    private String scheme = "http";

    /** An empty request. */
    public RequestMessage() {}

    /**
     * Where the method begins.
     *
     * @return a position
     */
    public int methodStart() {
        return methodStart;
    }

    /**
     * Where the method ends.
     *
     * @return the position behind it
     */
    public int methodEnd() {
        return methodEnd;
    }

    /**
     * Says where the method is.
     *
     * @param from where it begins
     * @param to where it ends
     */
    public void method(int from, int to) {
        methodStart = from;
        methodEnd = to;
    }

    /**
     * Where the target begins: path and query, or an asterisk; without the authority that was sent to a proxy.
     *
     * @return a position
     */
    public int targetStart() {
        return targetStart;
    }

    /**
     * Where the target ends.
     *
     * @return the position behind it
     */
    public int targetEnd() {
        return targetEnd;
    }

    /**
     * Where the path, with which the target begins, ends.
     *
     * @return the position behind it
     */
    public int pathEnd() {
        if (pathEnd == UNKNOWN) {
            pathEnd = Octets.indexOf('?', bytes(), targetStart, targetEnd);
        }
        return pathEnd;
    }

    /**
     * Says where the target is.
     *
     * @param from where it begins
     * @param to where it ends
     */
    public void target(int from, int to) {
        targetStart = from;
        targetEnd = to;
        pathEnd = UNKNOWN;
    }

    /**
     * Gives the request another target.
     *
     * @param target path and query of visible ASCII, without a fragment: the caller has checked it
     */
    public void target(String target) {
        int from = fields().append(target);
        assert !target.isEmpty() && Octets.skipTarget(bytes(), from, fields().size()) == fields().size()
                : "a target has a control, a blank or a fragment";
        target(from, fields().size());
        line(0, 0);
    }

    /**
     * Where the authority, host and port, begins.
     *
     * @return a position
     */
    public int authorityStart() {
        return authorityStart;
    }

    /**
     * Where the authority ends.
     *
     * @return the position behind it; that of its beginning if the client named no host
     */
    public int authorityEnd() {
        return authorityEnd;
    }

    /**
     * Where the host, with which the authority begins, ends.
     *
     * @return the position behind it
     */
    public int hostEnd() {
        return hostEnd;
    }

    /**
     * Whether the client named a host. One that speaks HTTP/1.0 need not; then there is no Host field.
     *
     * @return true if so
     */
    public boolean hasAuthority() {
        return authorityEnd > authorityStart;
    }

    /**
     * Says where the authority is.
     *
     * @param from where the host begins
     * @param host where the host ends
     * @param to where the port ends
     */
    public void authority(int from, int host, int to) {
        authorityStart = from;
        hostEnd = host;
        authorityEnd = to;
    }

    /**
     * Whether the client waits for a 100 before it sends the body.
     *
     * @return true if it said so
     */
    public boolean expectsContinue() {
        return expectsContinue;
    }

    /**
     * Says whether the client waits for a 100 before it sends the body.
     *
     * @param value true if so
     */
    public void expectsContinue(boolean value) {
        expectsContinue = value;
    }

    /**
     * Says how the client came to the listener.
     *
     * @param value {@code http} or {@code https}
     */
    public void scheme(String value) {
        scheme = value;
    }

    /**
     * Whether a body follows.
     *
     * @return false if there is none, or an empty one of declared length
     */
    public boolean hasBody() {
        return isChunked() || contentLength() > 0;
    }

    /**
     * Whether the method is HEAD.
     *
     * @return true if so
     */
    public boolean isHead() {
        return isMethod("HEAD");
    }

    /**
     * Whether the request may be sent twice: its method is GET, HEAD, OPTIONS, TRACE, PUT or DELETE (RFC 9110, 9.2.2).
     *
     * @return true if so
     */
    public boolean isIdempotent() {
        return switch (methodEnd - methodStart) {
            case 3 -> isMethod("GET") || isMethod("PUT");
            case 4 -> isMethod("HEAD");
            case 5 -> isMethod("TRACE");
            case 6 -> isMethod("DELETE");
            case 7 -> isMethod("OPTIONS");
            default -> false;
        };
    }

    @Override
    public void clear() {
        super.clear();
        method(0, 0);
        target(0, 0);
        authority(0, 0, 0);
        expectsContinue = false;
    }

    private byte[] bytes() {
        return fields().bytes();
    }

    @Override
    public String method() {
        return fields().text(methodStart, methodEnd);
    }

    @Override
    public String scheme() {
        return scheme;
    }

    @Override
    public String protocol() {
        return minorVersion() == 0 ? "HTTP/1.0" : "HTTP/1.1";
    }

    @Override
    public String host() {
        return fields().text(authorityStart, hostEnd).toLowerCase(Locale.ROOT);
    }

    @Override
    public String authority() {
        return fields().text(authorityStart, authorityEnd);
    }

    @Override
    public String target() {
        return fields().text(targetStart, targetEnd);
    }

    @Override
    public String path() {
        return fields().text(targetStart, pathEnd());
    }

    @Override
    public @Nullable String query() {
        int path = pathEnd();
        return path == targetEnd ? null : fields().text(path + 1, targetEnd);
    }

    @Override
    public boolean isMethod(String method) {
        return Octets.equal(bytes(), methodStart, methodEnd, method);
    }

    @Override
    public boolean isHost(String host) {
        return Octets.alike(bytes(), authorityStart, hostEnd, host);
    }

    @Override
    public boolean isHostUnder(String domain) {
        int start = hostEnd - domain.length();
        return start > authorityStart && bytes()[start - 1] == '.' && Octets.alike(bytes(), start, hostEnd, domain);
    }

    @Override
    public boolean isPath(String path) {
        return Octets.equal(bytes(), targetStart, pathEnd(), path);
    }

    @Override
    public boolean isPathUnder(String prefix) {
        int end = pathEnd();
        int next = targetStart + prefix.length();
        return Octets.beginsWith(bytes(), targetStart, end, prefix)
                && (next == end || bytes()[next] == '/' || prefix.endsWith("/"));
    }

    @Override
    public boolean isHeader(String name, String value) {
        Fields fields = fields();
        for (int i = fields.find(name, 0); i >= 0; i = fields.find(name, i + 1)) {
            if (Octets.equal(bytes(), fields.valueStart(i), fields.valueEnd(i), value)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean hasHeader(String name) {
        return fields().find(name, 0) >= 0;
    }

    @Override
    public @Nullable String cookie(String name) {
        long range = Cookies.find(fields(), name);
        return range < 0 ? null : fields().text(Cookies.start(range), Cookies.end(range));
    }
}
