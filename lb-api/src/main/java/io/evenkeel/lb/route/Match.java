package io.evenkeel.lb.route;

import io.evenkeel.lb.spi.HttpSyntax;
import io.evenkeel.lb.spi.Setting;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which requests a route is about, by their heads. Immutable, with value equality, safe for any number of threads;
 * matching allocates nothing.
 *
 * <pre>{@code
 * Match.host("*.example.com").and(Match.pathUnder("/api")).and(Match.method("GET", "HEAD").not())
 * }</pre>
 *
 * <p>Paths are compared as sent; see {@link RequestHead}.
 */
public final class Match {

    /** Each level of nesting takes a frame of the stack when matching, and levels cannot be more than these. */
    private static final int MAX_CONDITIONS = 1000;

    private static final int MAX_METHODS = 100;

    private final Condition condition;

    private Match(Condition condition) {
        this.condition = condition;
    }

    /**
     * Every request.
     *
     * @return the match
     */
    public static Match always() {
        return new Match(new Condition.Always());
    }

    /**
     * How the client came to the listener.
     *
     * @param scheme {@code http} or {@code https}
     * @return the match
     * @throws IllegalArgumentException when it is another
     */
    public static Match scheme(String scheme) {
        if (!"http".equals(scheme) && !"https".equals(scheme)) {
            throw Setting.refusal("match scheme", scheme, "http or https");
        }
        return new Match(new Condition.Scheme(scheme));
    }

    /**
     * The host that the client named, whatever the port and the case.
     *
     * @param host {@code www.example.com}, {@code 10.0.0.1}, {@code [::1]}; or {@code *.example.com} for every host under
     *     example.com, at any depth, but not example.com itself
     * @return the match
     * @throws IllegalArgumentException when it is neither
     */
    public static Match host(String host) {
        String text = Setting.text("match host", host).toLowerCase(Locale.ROOT);
        boolean wildcard = text.startsWith("*.");
        String name = wildcard ? text.substring(2) : text;
        if (!HttpSyntax.isHost(name) || name.startsWith(".") || (wildcard && name.startsWith("["))) {
            throw Setting.refusal("match host", '"' + host + '"', "a host without a port, or *. and a domain");
        }
        return new Match(wildcard ? new Condition.HostUnder(name) : new Condition.Host(name));
    }

    /**
     * The path, without the query.
     *
     * @param path begins with {@code /}
     * @return the match
     * @throws IllegalArgumentException when it is not a path
     */
    public static Match path(String path) {
        return new Match(new Condition.Path(requirePath("match path", path)));
    }

    /**
     * The path's beginning, by segments: {@code /api} is for {@code /api} and {@code /api/x}, not for {@code /apix};
     * {@code /api/} is for {@code /api/} and {@code /api/x}, not for {@code /api}; {@code /} is for every path.
     *
     * @param prefix begins with {@code /}
     * @return the match
     * @throws IllegalArgumentException when it is not a path
     */
    public static Match pathUnder(String prefix) {
        return new Match(new Condition.PathUnder(requirePath("match path under", prefix)));
    }

    private static String requirePath(String setting, String path) {
        if (HttpSyntax.target(setting, path).indexOf('?') >= 0) {
            throw Setting.refusal(setting, '"' + path + '"', "a path without a query");
        }
        return path;
    }

    /**
     * The method, in the case given: methods are upper case, as a rule.
     *
     * @param first for example {@code GET}
     * @param others further methods, any of which will do
     * @return the match
     * @throws IllegalArgumentException when one is not a token, or there are more than 100
     */
    public static Match method(String first, String... others) {
        Set<String> methods = new LinkedHashSet<>();
        methods.add(HttpSyntax.token("match method", first));
        for (String other : others) {
            methods.add(HttpSyntax.token("match method", other));
        }
        Setting.range("match methods", methods.size(), 1, MAX_METHODS);
        return new Match(new Condition.Method(List.copyOf(methods)));
    }

    /**
     * The presence of a header.
     *
     * @param name in any case
     * @return the match
     * @throws IllegalArgumentException when it is not a token
     */
    public static Match header(String name) {
        return new Match(new Condition.HasHeader(HttpSyntax.token("match header name", name)));
    }

    /**
     * A header with a certain value, in any of its lines.
     *
     * @param name in any case
     * @param value compared exactly, with the whole line
     * @return the match
     * @throws IllegalArgumentException when name or value are such as no header has
     */
    public static Match header(String name, String value) {
        String token = HttpSyntax.token("match header name", name);
        return new Match(new Condition.Header(token, HttpSyntax.fieldValue(token, value)));
    }

    /**
     * Requests that match both.
     *
     * @param other the other match, asked second
     * @return the match
     * @throws IllegalArgumentException when there would be more than 1,000 conditions in all
     */
    public Match and(Match other) {
        List<Condition> all = new ArrayList<>();
        for (Condition each : List.of(condition, Setting.present("match and", other).condition)) {
            // Flat, so that a long chain is no deep one.
            if (each instanceof Condition.All several) {
                all.addAll(several.conditions());
            } else {
                all.add(each);
            }
        }
        return bounded(new Condition.All(List.copyOf(all)));
    }

    /**
     * Requests that match one of the two, or both.
     *
     * @param other the other match, asked second
     * @return the match
     * @throws IllegalArgumentException when there would be more than 1,000 conditions in all
     */
    public Match or(Match other) {
        List<Condition> any = new ArrayList<>();
        for (Condition each : List.of(condition, Setting.present("match or", other).condition)) {
            if (each instanceof Condition.Any several) {
                any.addAll(several.conditions());
            } else {
                any.add(each);
            }
        }
        return bounded(new Condition.Any(List.copyOf(any)));
    }

    /**
     * Requests that do not match.
     *
     * @return the match
     * @throws IllegalArgumentException when there would be more than 1,000 conditions in all
     */
    public Match not() {
        return condition instanceof Condition.Not twice
                ? new Match(twice.condition())
                : bounded(new Condition.Not(condition));
    }

    private static Match bounded(Condition condition) {
        Setting.range("match conditions", condition.size(), 1, MAX_CONDITIONS);
        return new Match(condition);
    }

    /**
     * Whether a request matches. Allocates nothing.
     *
     * @param head the request's
     * @return true when it does
     */
    public boolean matches(RequestHead head) {
        return condition.test(head);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Match that && condition.equals(that.condition);
    }

    @Override
    public int hashCode() {
        return condition.hashCode();
    }

    /** For example {@code host *.example.com and path under /api and not method GET|HEAD}. */
    @Override
    public String toString() {
        return condition.toString();
    }
}
