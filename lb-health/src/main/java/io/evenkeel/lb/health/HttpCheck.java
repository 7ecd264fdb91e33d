package io.evenkeel.lb.health;

import io.evenkeel.lb.check.CheckRun;
import io.evenkeel.lb.check.HealthCheck;
import io.evenkeel.lb.spi.Registration;
import io.evenkeel.lb.spi.Setting;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http.HttpClientCodec;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A server is healthy when it answers one HTTP request well: with an accepted status and, if asked for, a body in which a
 * pattern is found. Each execution opens a connection of its own and closes it; the request says so in HTTP/1.1.
 *
 * <p>Accepted are 200 to 299, 301, 302 and 401, or 200 to 299 and the codes of {@link #accept}. A status that is not
 * accepted is the verdict at once; with an accepted one the answer has to end, or to reach {@link #bodyBytes}, within the
 * check's timeout. Interim answers (1xx) are passed over; redirects are not followed.
 *
 * <p>The cause of a failure is one of {@code status 503}, {@code body does not match}, {@code not an HTTP answer}, {@code
 * answer too large}, {@code connection closed before the answer}, {@code connection closed within the answer}, {@code
 * pattern takes too long}, and what any connection may fail by.
 *
 * <p>Immutable, with value equality; each setter returns a changed copy. Made by {@link HealthChecks#http}.
 */
public final class HttpCheck implements HealthCheck {

    /** A head longer than this is refused, and so is more than that of interim answers. */
    static final int MAX_HEAD_BYTES = 64 * 1024;

    private static final int MAX_PATH = 1024;
    private static final int MAX_POST_BYTES = 2047;
    private static final int MAX_BODY_BYTES = 1024 * 1024;

    /** The method of the request. */
    public enum Method {
        /** Asks for the whole answer; what every server understands. */
        GET,
        /** Asks for the head only; cheaper, but not every application knows it. */
        HEAD,
        /** Asks what the server can do. */
        OPTIONS,
        /** Sends a body of the user's. */
        POST
    }

    private final HttpProbeRequest request;
    private final AcceptedStatuses statuses;
    private final @Nullable Pattern pattern;
    private final int bodyBytes;

    private HttpCheck(HttpProbeRequest request, AcceptedStatuses statuses, @Nullable Pattern pattern, int bodyBytes) {
        this.request = request;
        this.statuses = statuses;
        this.pattern = pattern;
        this.bodyBytes = bodyBytes;
    }

    static HttpCheck of(String path) {
        return new HttpCheck(
                new HttpProbeRequest(Method.GET, HttpTexts.path(path, MAX_PATH), "", true, List.of(), ""),
                AcceptedStatuses.DEFAULT,
                null,
                MAX_HEAD_BYTES);
    }

    private HttpCheck with(HttpProbeRequest changed) {
        return new HttpCheck(changed, statuses, pattern, bodyBytes);
    }

    /**
     * The method.
     *
     * @param value default GET; POST without {@link #post} sends an empty body
     * @return a changed copy
     * @throws IllegalArgumentException for a method that does not go with a {@link #bodyMatches pattern} (HEAD, OPTIONS) or
     *     with a {@link #post body} (all but POST) that was set before
     */
    public HttpCheck method(Method value) {
        Setting.present("HTTP check method", value);
        if (pattern != null && value != Method.GET && value != Method.POST) {
            throw Setting.refusal("HTTP check method", value, "GET or POST, beside a body pattern");
        }
        if (!request.body().isEmpty() && value != Method.POST) {
            throw Setting.refusal("HTTP check method", value, "POST, beside a body to post");
        }
        return with(request.method(value));
    }

    /**
     * Makes the method POST and sends a body. Its type is not told unless a {@link #header} says {@code Content-Type}.
     *
     * @param body up to 2047 bytes of UTF-8
     * @return a changed copy
     * @throws IllegalArgumentException when it is longer
     */
    public HttpCheck post(String body) {
        Setting.present("HTTP check body to post", body);
        Setting.range("HTTP check bytes to post", HttpTexts.utf8(body).length, 0, MAX_POST_BYTES);
        return with(request.method(Method.POST).body(body));
    }

    /**
     * The {@code Host} field.
     *
     * @param value a name or an address, with a port if it is to be sent; default the server's own host name or
     *     address, with the port that is checked unless that is 80
     * @return a changed copy
     * @throws IllegalArgumentException when it is empty, longer than 255 characters or has others than a host may have
     */
    public HttpCheck host(String value) {
        return with(request.host(HttpTexts.host(value)));
    }

    /**
     * Asks in HTTP/1.0 instead of HTTP/1.1, for servers that answer that more simply: without chunks. The answer may be of
     * either version whatever was asked.
     *
     * @return a changed copy
     */
    public HttpCheck http10() {
        return with(request.http11(false));
    }

    /**
     * Asks in HTTP/1.1, the default.
     *
     * @return a changed copy
     */
    public HttpCheck http11() {
        return with(request.http11(true));
    }

    /**
     * Adds a field to the request. A {@code User-Agent} takes the place of ours, {@code evenkeel}.
     *
     * @param name a token of up to 64 characters; not one that says how the message is framed, nor {@code Host}
     * @param value up to 1024 visible ASCII characters, and blanks within
     * @return a changed copy
     * @throws IllegalArgumentException when one is not allowed, or there are 4 already
     */
    public HttpCheck header(String name, String value) {
        return with(request.field(HttpTexts.field(name, value)));
    }

    /**
     * The statuses that are accepted beside 200 to 299, in place of 301, 302 and 401.
     *
     * @param codes up to 32, each 300 to 599; none means 200 to 299 only
     * @return a changed copy
     * @throws IllegalArgumentException when there are more, or one is outside the range
     */
    public HttpCheck accept(int... codes) {
        return new HttpCheck(request, AcceptedStatuses.of(codes), pattern, bodyBytes);
    }

    /**
     * Wants a pattern to be found anywhere in the body, read as UTF-8. Judged on statuses 200 to 299 only, and only over
     * the first {@link #bodyBytes}. A search that reads {@value BodySearch#MAX_READS} characters (a pattern that backtracks
     * without end) is given up and fails the check: it runs on an event loop.
     *
     * @param value what {@code Matcher.find} has to find
     * @return a changed copy
     * @throws IllegalArgumentException when the method is neither GET nor POST
     */
    public HttpCheck bodyMatches(Pattern value) {
        Setting.present("HTTP check body pattern", value);
        if (request.method() != Method.GET && request.method() != Method.POST) {
            throw Setting.refusal("HTTP check body pattern", value, "with GET or POST, not with " + request.method());
        }
        return new HttpCheck(request, statuses, value, bodyBytes);
    }

    /**
     * How much of a body is read; what follows is not waited for.
     *
     * @param value 1 to 1048576; default 65536
     * @return a changed copy
     * @throws IllegalArgumentException when it is outside the range
     */
    public HttpCheck bodyBytes(int value) {
        Setting.range("HTTP check body bytes", value, 1, MAX_BODY_BYTES);
        return new HttpCheck(request, statuses, pattern, value);
    }

    @Override
    public Registration start(CheckRun run) {
        return Run.of(run).connect(new Pipeline(run));
    }

    /** Unless the {@code Host} is given. */
    @Override
    public boolean asksByName() {
        return request.host().isEmpty();
    }

    boolean accepts(int status) {
        return statuses.contains(status);
    }

    HttpProbeRequest request() {
        return request;
    }

    @Nullable
    Pattern pattern() {
        return pattern;
    }

    int bodyBytes() {
        return bodyBytes;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof HttpCheck that
                && request.equals(that.request)
                && statuses.equals(that.statuses)
                && bodyBytes == that.bodyBytes
                && text(pattern).equals(text(that.pattern))
                && flags(pattern) == flags(that.pattern);
    }

    @Override
    public int hashCode() {
        return Objects.hash(request, statuses, bodyBytes, text(pattern));
    }

    /** A compiled pattern has no equality of its own. */
    private static String text(@Nullable Pattern pattern) {
        return pattern == null ? "" : pattern.pattern();
    }

    private static int flags(@Nullable Pattern pattern) {
        return pattern == null ? -1 : pattern.flags();
    }

    /** For example {@code http GET /health}. */
    @Override
    public String toString() {
        return "http " + request.method() + " " + request.path();
    }

    private final class Pipeline extends ChannelInitializer<Channel> {

        private final CheckRun run;

        Pipeline(CheckRun run) {
            this.run = run;
        }

        @Override
        protected void initChannel(Channel channel) {
            HttpProbe probe = new HttpProbe(HttpCheck.this, run);
            channel.pipeline()
                    .addLast(new AnswerStart(probe::isNotHttp))
                    .addLast(new HttpClientCodec(MAX_HEAD_BYTES, MAX_HEAD_BYTES, MAX_HEAD_BYTES))
                    .addLast(probe);
        }
    }
}
