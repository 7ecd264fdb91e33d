package io.evenkeel.lb.persist;

import io.evenkeel.lb.spi.HttpSyntax;
import io.evenkeel.lb.spi.Setting;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Persistence by a cookie of the balancer's own, which is set in each response whose request lacked it. Its value names the
 * server, opaque and signed; one that is not ours counts as none. Nothing is remembered here, so any number of clients
 * costs nothing, and balancers with the same key understand each other's cookies. Immutable, with value equality; each
 * setter returns a changed copy.
 *
 * <p>A client has a server in each pool: in pools beside the default one, the cookie's name gets a suffix. Services with the
 * same key send a client to the same host, whatever their ports. Two that clients reach under one host name need that, or
 * cookies of different names, since browsers send a cookie to all ports of a host. Servers see the cookie, too.
 */
public final class CookiePersistence implements Persistence {

    /** Browsers keep none for longer. */
    private static final Duration LONGEST = Duration.ofDays(400);

    private static final Pattern PATH = Pattern.compile("/[\\x21-\\x7e&&[^;]]{0,255}");
    private static final Pattern DOMAIN = Pattern.compile(
            "(?=.{1,253}$)[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*");

    private final String name;
    private final String path;
    private final @Nullable String domain;
    private final boolean secure;
    private final boolean httpOnly;
    private final SameSite sameSite;
    private final @Nullable Duration maxAge;
    private final byte @Nullable [] key;

    /** A copy that is being changed. */
    private static final class Draft {
        private final String name;
        private String path = "/";
        private @Nullable String domain;
        private boolean secure;
        private boolean httpOnly = true;
        private SameSite sameSite = SameSite.LAX;
        private @Nullable Duration maxAge;
        private byte @Nullable [] key;

        Draft(String name) {
            this.name = name;
        }
    }

    private CookiePersistence(Draft draft) {
        this.name = draft.name;
        this.path = draft.path;
        this.domain = draft.domain;
        this.secure = draft.secure;
        this.httpOnly = draft.httpOnly;
        this.sameSite = draft.sameSite;
        this.maxAge = draft.maxAge;
        this.key = draft.key;
    }

    static CookiePersistence named(String name) {
        return new CookiePersistence(new Draft(HttpSyntax.token("persistence cookie", name)));
    }

    private CookiePersistence with(Consumer<Draft> change) {
        Draft draft = new Draft(name);
        draft.path = path;
        draft.domain = domain;
        draft.secure = secure;
        draft.httpOnly = httpOnly;
        draft.sameSite = sameSite;
        draft.maxAge = maxAge;
        draft.key = key;
        change.accept(draft);
        return new CookiePersistence(draft);
    }

    private static String matching(String setting, String value, Pattern form, String allowed) {
        if (!form.matcher(Setting.text(setting, value)).matches()) {
            throw Setting.refusal(setting, '"' + value + '"', allowed);
        }
        return value;
    }

    /**
     * The path below which clients send the cookie.
     *
     * @param value default {@code /}; begins with a slash, at most 256 visible ASCII characters but {@code ;}
     * @return a changed copy
     * @throws IllegalArgumentException when it is not such a path
     */
    public CookiePersistence path(String value) {
        String checked = matching("cookie path", value, PATH, "a slash and at most 255 visible ASCII characters but ;");
        return with(draft -> draft.path = checked);
    }

    /**
     * The domain to whose hosts clients send the cookie.
     *
     * @param value a host's or domain's name; default none, which means the host that set it and no other
     * @return a changed copy
     * @throws IllegalArgumentException when it is not such a name
     */
    public CookiePersistence domain(String value) {
        String checked = matching("cookie domain", value, DOMAIN, "a domain's name such as example.com");
        return with(draft -> draft.domain = checked);
    }

    /**
     * Whether clients send the cookie over TLS only.
     *
     * @param value default false
     * @return a changed copy
     */
    public CookiePersistence secure(boolean value) {
        return with(draft -> draft.secure = value);
    }

    /**
     * Whether the cookie is hidden from scripts.
     *
     * @param value default true
     * @return a changed copy
     */
    public CookiePersistence httpOnly(boolean value) {
        return with(draft -> draft.httpOnly = value);
    }

    /**
     * Whether clients send the cookie with requests that other sites cause.
     *
     * @param value default {@link SameSite#LAX}
     * @return a changed copy
     */
    public CookiePersistence sameSite(SameSite value) {
        SameSite checked = Setting.present("cookie same-site", value);
        return with(draft -> draft.sameSite = checked);
    }

    /**
     * How long clients keep the cookie.
     *
     * @param value 1 s to 400 days, whole seconds count, from when it is set; default none, which means until the browser is
     *     closed
     * @return a changed copy
     * @throws IllegalArgumentException when it is outside the range
     */
    public CookiePersistence maxAge(Duration value) {
        Duration checked = Setting.range("cookie max-age", value, Duration.ofSeconds(1), LONGEST);
        return with(draft -> draft.maxAge = checked);
    }

    /**
     * The key that values are signed with. Give the same one to all balancers that serve the same clients, and keep it over
     * a restart.
     *
     * @param value 16 to 1024 bytes, secret and random; default a random one for the service's life
     * @return a changed copy
     * @throws IllegalArgumentException when it is missing or of another length
     */
    public CookiePersistence key(byte[] value) {
        byte[] copy = Setting.present("cookie key", value).clone();
        Setting.range("cookie key bytes", copy.length, 16, 1024);
        return with(draft -> draft.key = copy);
    }

    /**
     * The cookie's name.
     *
     * @return a token
     */
    public String name() {
        return name;
    }

    /**
     * The path below which clients send it.
     *
     * @return begins with a slash
     */
    public String path() {
        return path;
    }

    /**
     * The domain to whose hosts clients send it.
     *
     * @return a name, or empty for the host that set it
     */
    public Optional<String> domain() {
        return Optional.ofNullable(domain);
    }

    /**
     * Whether clients send it over TLS only.
     *
     * @return true where they do
     */
    public boolean isSecure() {
        return secure;
    }

    /**
     * Whether it is hidden from scripts.
     *
     * @return true where it is
     */
    public boolean isHttpOnly() {
        return httpOnly;
    }

    /**
     * Whether clients send it with requests that other sites cause.
     *
     * @return the attribute
     */
    public SameSite sameSite() {
        return sameSite;
    }

    /**
     * How long clients keep it.
     *
     * @return 1 s to 400 days, or empty for as long as the browser runs
     */
    public Optional<Duration> maxAge() {
        return Optional.ofNullable(maxAge);
    }

    /**
     * The key that values are signed with.
     *
     * @return a copy of it, or empty for a random one
     */
    public Optional<byte[]> key() {
        return Optional.ofNullable(key).map(byte[]::clone);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CookiePersistence that
                && name.equals(that.name)
                && path.equals(that.path)
                && Objects.equals(domain, that.domain)
                && secure == that.secure
                && httpOnly == that.httpOnly
                && sameSite == that.sameSite
                && Objects.equals(maxAge, that.maxAge)
                && Arrays.equals(key, that.key);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, path, domain, secure, httpOnly, sameSite, maxAge, Arrays.hashCode(key));
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "cookie:" + name;
    }
}
