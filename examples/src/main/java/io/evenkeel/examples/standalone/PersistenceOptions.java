package io.evenkeel.examples.standalone;

import io.evenkeel.lb.persist.ConnectionPersistence;
import io.evenkeel.lb.persist.CookiePersistence;
import io.evenkeel.lb.persist.Persistence;
import io.evenkeel.lb.spi.Setting;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags that say by what a client is known again. */
final class PersistenceOptions {

    /** More than a key may have, so that the library refuses it; a device without end is not read to its end. */
    private static final int MOST_READ = 4096;

    @Option(
            names = "--persistence",
            paramLabel = "SPEC",
            description = {
                "none, or source[/PREFIX][,prefix6=N][,timeout=TIME]; default none. With http:// also",
                "cookie[:NAME] (ours, signed; default EKID), lync-cookie (MS-WSMAN), passive-cookie:NAME[,timeout=TIME]"
                        + " (the servers' own), header:NAME[,timeout=TIME]."
            })
    private @Nullable String persistence;

    @Option(
            names = "--cookie-key-file",
            paramLabel = "FILE",
            description = "16 to 1024 bytes that sign the cookie, so that it is good after a restart and at other"
                    + " balancers; default random.")
    private @Nullable String cookieKeyFile;

    /** For TCP. */
    ConnectionPersistence ofConnections() {
        if (ofRequests() instanceof ConnectionPersistence connections) {
            return connections;
        }
        throw Setting.refusal("persistence", persistence, "none or source with tcp://; this one needs http://");
    }

    /** For HTTP. */
    Persistence ofRequests() {
        Persistence parsed = persistence == null ? Persistence.none() : PersistenceSpec.parse(persistence);
        if (cookieKeyFile == null) {
            return parsed;
        }
        if (parsed instanceof CookiePersistence cookie) {
            return cookie.key(key(cookieKeyFile));
        }
        throw Setting.refusal("cookie key file", cookieKeyFile, "beside --persistence cookie or lync-cookie only");
    }

    private static byte[] key(String file) {
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            return in.readNBytes(MOST_READ);
        } catch (IOException | InvalidPathException e) {
            throw Setting.refusal("cookie key file", file, "a file that can be read (" + e + ")");
        }
    }
}
