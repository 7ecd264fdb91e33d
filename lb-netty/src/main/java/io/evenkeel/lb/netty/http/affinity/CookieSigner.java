package io.evenkeel.lb.netty.http.affinity;

import io.evenkeel.lb.persist.AffinityKey;
import io.evenkeel.lb.persist.CookiePersistence;
import io.evenkeel.lb.persist.SameSite;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What a pool's servers are called in cookies: the first 128 bits of an HMAC-SHA256 over the pool, where it is not the
 * default one, and over what persistence calls the server. Nobody without the key can tell which server that is, or make one;
 * services that are given one key mean the same hosts, whatever their names and ports. Immutable.
 */
final class CookieSigner {

    /** The length of a token in bytes: 128 bits in base64url without padding. */
    static final int LENGTH = 22;

    private static final String ALGORITHM = "HmacSHA256";
    private static final int SIGNATURE_BYTES = 16;
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final SecretKeySpec key;
    private final String pool;
    private final String name;
    private final String attributes;

    /**
     * A signer.
     *
     * @param settings name and attributes
     * @param key signs
     * @param pool the pool's name, empty for the default pool
     */
    CookieSigner(CookiePersistence settings, byte[] key, String pool) {
        this.key = new SecretKeySpec(key, ALGORITHM);
        this.pool = pool;
        this.name = pool.isEmpty() ? settings.name() : settings.name() + "-" + suffix(pool);
        this.attributes = attributes(settings);
    }

    /** A client may have a server in each pool: with one name for all of them, each pool would take the others' away. */
    private static String suffix(String pool) {
        byte[] bytes = pool.getBytes(StandardCharsets.UTF_8);
        return AffinityKey.of(bytes, 0, bytes.length).toString().substring(0, 8);
    }

    private static String attributes(CookiePersistence settings) {
        StringBuilder text = new StringBuilder("; Path=").append(settings.path());
        settings.domain().ifPresent(domain -> text.append("; Domain=").append(domain));
        settings.maxAge().ifPresent(age -> text.append("; Max-Age=").append(age.toSeconds()));
        if (settings.isSecure()) {
            text.append("; Secure");
        }
        if (settings.isHttpOnly()) {
            text.append("; HttpOnly");
        }
        if (settings.sameSite() != SameSite.ABSENT) {
            text.append("; SameSite=").append(settings.sameSite());
        }
        return text.toString();
    }

    /** The cookie's name: the one that was set in the default pool, and another one in each other pool. */
    String name() {
        return name;
    }

    /**
     * The value of a server's cookie.
     *
     * @param host what persistence calls the server
     * @return {@link #LENGTH} characters of ASCII
     */
    String token(String host) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            add(mac, pool);
            add(mac, host);
            return BASE64.encodeToString(Arrays.copyOf(mac.doFinal(), SIGNATURE_BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    /** With its length before it: no two lists of texts are the same bytes. */
    private static void add(Mac mac, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
        mac.update(bytes);
    }

    /** The value of the Set-Cookie field for a token. */
    byte[] setCookie(String token) {
        return (name + "=" + token + attributes).getBytes(StandardCharsets.ISO_8859_1);
    }
}
