package io.evenkeel.lb.route;

import io.evenkeel.lb.spi.HttpSyntax;
import io.evenkeel.lb.spi.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Sends the client elsewhere. The location is a template in which these stand for what the request says, as sent and not
 * encoded anew: <code>{target}</code> is path and query, <code>{path}</code> the path, <code>{query}</code> the query
 * without its question mark (nothing if there is none), <code>{host}</code> the host without its port.
 *
 * <pre>{@code
 * Redirect.toHttps()
 * Redirect.to("https://www.example.com{target}").status(301)
 * Redirect.to("/moved?from={path}")
 * }</pre>
 *
 * <p>Where the location leads is the template's to say: only <code>{host}</code> can be part of its host, so that no path
 * leads anywhere else. Immutable, with value equality; each setter returns a changed copy.
 */
public final class Redirect {

    private static final Set<Integer> STATUSES = Set.of(301, 302, 303, 307, 308);
    private static final int MAX_TEMPLATE = 2000;

    /** Each may be as long as the longest target. */
    private static final int MAX_PLACEHOLDERS = 8;

    private static final Pattern PRINTABLE = Pattern.compile("[\\x21-\\x7E]+");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(target|path|query|host)}");

    /** What follows the host must begin with something that ends it: a path or target begins with a slash. */
    private static final Pattern ABSOLUTE =
            Pattern.compile("https?://(\\{host}|[0-9A-Za-z._:\\[\\]-]++)+([/?#].*|\\{(target|path)}.*)?");

    /** Two slashes, or what browsers take for them, would begin a host. */
    private static final Pattern RELATIVE = Pattern.compile("/([^/\\\\{].*)?");

    private final int status;
    private final String template;

    /** Texts and placeholders in turn, a text first. */
    private final List<String> parts;

    private Redirect(int status, String template, List<String> parts) {
        this.status = status;
        this.template = template;
        this.parts = parts;
    }

    /**
     * To the same host and target by HTTPS on port 443, with status 308.
     *
     * @return the redirect
     */
    public static Redirect toHttps() {
        return toHttps(443);
    }

    /**
     * To the same host and target by HTTPS, with status 308.
     *
     * @param port 1 to 65535, of the listener as clients reach it
     * @return the redirect
     * @throws IllegalArgumentException when it is outside the range
     */
    public static Redirect toHttps(int port) {
        Setting.range("redirect port", port, 1, 65535);
        return to("https://{host}" + (port == 443 ? "" : ":" + port) + "{target}")
                .status(308);
    }

    /**
     * To a location, with status 302.
     *
     * @param location a template of at most 2,000 printable ASCII characters and 8 placeholders: {@code http://} or
     *     {@code https://} with a host, or a path that begins with {@code /} and a character of its own
     * @return the redirect
     * @throws IllegalArgumentException when it is not such a template
     */
    public static Redirect to(String location) {
        String template = Setting.text("redirect location", location);
        if (template.length() > MAX_TEMPLATE
                || !PRINTABLE.matcher(template).matches()
                || !(ABSOLUTE.matcher(template).matches()
                        || RELATIVE.matcher(template).matches())) {
            throw refused(
                    template,
                    "at most " + MAX_TEMPLATE
                            + " printable characters: http:// or https:// with a host, in which only {host} may stand, or a"
                            + " path that begins with / and a character of its own");
        }
        return new Redirect(302, template, parts(template));
    }

    private static List<String> parts(String template) {
        List<String> parts = new ArrayList<>();
        Matcher placeholder = PLACEHOLDER.matcher(template);
        int end = 0;
        while (placeholder.find()) {
            parts.add(template.substring(end, placeholder.start()));
            parts.add(placeholder.group(1));
            end = placeholder.end();
        }
        parts.add(template.substring(end));
        for (int i = 0; i < parts.size(); i += 2) {
            if (parts.get(i).indexOf('{') >= 0 || parts.get(i).indexOf('}') >= 0) {
                throw refused(template, "no braces but those of {target}, {path}, {query} and {host}");
            }
        }
        Setting.range("redirect placeholders", parts.size() / 2, 0, MAX_PLACEHOLDERS);
        return List.copyOf(parts);
    }

    private static IllegalArgumentException refused(String template, String allowed) {
        String shown = template.length() > 100 ? template.substring(0, 100) + "…" : template;
        return Setting.refusal("redirect location", '"' + shown + '"', allowed);
    }

    /**
     * Sets the status: 301 and 308 are kept by clients for good, 302 and 307 are asked again; 307 and 308 keep method and
     * body, 303 is for GET.
     *
     * @param value 301, 302, 303, 307 or 308
     * @return a changed copy
     * @throws IllegalArgumentException when it is another
     */
    public Redirect status(int value) {
        if (!STATUSES.contains(value)) {
            throw Setting.refusal("redirect status", value, "301, 302, 303, 307 or 308");
        }
        return new Redirect(value, template, parts);
    }

    /**
     * The status.
     *
     * @return 301, 302, 303, 307 or 308
     */
    public int status() {
        return status;
    }

    /**
     * The location as it was given.
     *
     * @return the template
     */
    public String template() {
        return template;
    }

    /**
     * Where a request is sent.
     *
     * @param head the request's
     * @return the value of the Location header
     * @throws IllegalArgumentException when the template asks for something that the request does not have in a form fit
     *     for a location: a host where the client named none, a path where the target is {@code *}; to be answered 400
     */
    public String location(RequestHead head) {
        StringBuilder location = new StringBuilder();
        for (int i = 0; i < parts.size(); i++) {
            String part = parts.get(i);
            location.append(i % 2 == 0 ? part : value(part, head));
        }
        return location.toString();
    }

    /** Checked once more: that the head was parsed strictly is another's promise. */
    private static String value(String placeholder, RequestHead head) {
        String value;
        boolean fit;
        switch (placeholder) {
            case "host" -> {
                value = head.host();
                fit = HttpSyntax.isHost(value);
            }
            case "query" -> {
                String query = head.query();
                value = query == null ? "" : query;
                fit = HttpSyntax.isTarget("/" + value);
            }
            default -> {
                value = placeholder.equals("path") ? head.path() : head.target();
                fit = HttpSyntax.isTarget(value);
            }
        }
        if (!fit) {
            throw new IllegalArgumentException("the request's " + placeholder + " is not fit for a location");
        }
        return value;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Redirect that && status == that.status && template.equals(that.template);
    }

    @Override
    public int hashCode() {
        return 31 * status + template.hashCode();
    }

    /** For example <code>redirect 308 https://{host}{target}</code>. */
    @Override
    public String toString() {
        return "redirect " + status + " " + template;
    }
}
