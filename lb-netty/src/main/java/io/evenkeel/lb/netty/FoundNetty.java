package io.evenkeel.lb.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.kqueue.KQueue;
import io.netty.channel.unix.UnixChannel;
import io.netty.channel.uring.IoUring;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.resolver.ResolvedAddressTypes;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.util.ReferenceCounted;
import io.netty.util.concurrent.ThreadAwareExecutor;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Version;
import java.net.URL;
import java.net.URLConnection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which Netty is here, and whether it can carry a balancer. Frameworks manage Netty's version, and on another one than
 * ours a balancer would fail with a linkage error, at its start or at its first client, that tells nobody what to do.
 *
 * <p>Versions are those of the classes that are loaded here, whatever else lies on the class path; a repackaged Netty has
 * none. This class links without any class that an older Netty lacks.
 */
final class FoundNetty {

    /** What this is built and tested with. */
    static final String TESTED = "4.2.18.Final";

    private static final Logger log = LoggerFactory.getLogger(FoundNetty.class);

    private static final Version LEAST = Version.parse("4.2");
    /** Those before it have security bugs that are known. */
    private static final Version SAFE = Version.parse("4.2.17.Final");

    private static final List<String> ARTIFACTS = List.of(
            "netty-buffer",
            "netty-codec-dns",
            "netty-common",
            "netty-resolver",
            "netty-resolver-dns",
            "netty-transport",
            "netty-transport-classes-epoll",
            "netty-transport-classes-io_uring",
            "netty-transport-classes-kqueue",
            "netty-transport-native-unix-common");

    private static final List<String> NATIVES =
            List.of("netty-transport-native-epoll", "netty-transport-native-io_uring", "netty-transport-native-kqueue");

    /** Without these from 4.2 nothing works. An old one of the others costs a native transport or less. */
    private static final List<String> CORE = List.of("netty-buffer", "netty-common", "netty-transport");

    private static final String REMEDY =
            "Where Spring Boot's parent manages versions, set the property netty.version to "
                    + TESTED + "; elsewhere import io.netty:netty-bom:" + TESTED
                    + " before other BOMs. See \"In a framework\", docs/in-a-framework.md";

    /** By artifact. */
    private final Map<String, String> versions;

    private final List<String> missing;

    FoundNetty(Map<String, String> versions, List<String> missing) {
        this.versions = versions;
        this.missing = missing;
    }

    static FoundNetty look() {
        Map<String, String> versions = new TreeMap<>();
        for (String artifact : ARTIFACTS) {
            try {
                put(versions, artifact, version(old(artifact)));
            } catch (NoClassDefFoundError absent) {
                log.trace("{} is not here", artifact, absent);
            }
        }
        for (String artifact : NATIVES) {
            put(versions, artifact, version(artifact));
        }
        List<String> missing = new ArrayList<>();
        for (String artifact : CORE) {
            try {
                log.trace("here is {}", fresh(artifact));
            } catch (NoClassDefFoundError e) {
                missing.add(String.valueOf(e.getMessage()).replace('/', '.'));
            }
        }
        return new FoundNetty(versions, missing);
    }

    /** A class that every version of an artifact has, and that loads few others. */
    private static Class<?> old(String artifact) {
        return switch (artifact) {
            case "netty-buffer" -> ByteBuf.class;
            case "netty-codec-dns" -> DnsRecord.class;
            case "netty-common" -> ReferenceCounted.class;
            case "netty-resolver" -> ResolvedAddressTypes.class;
            case "netty-resolver-dns" -> DnsNameResolver.class;
            case "netty-transport" -> Channel.class;
            case "netty-transport-classes-epoll" -> Epoll.class;
            case "netty-transport-classes-io_uring" -> IoUring.class;
            case "netty-transport-classes-kqueue" -> KQueue.class;
            case "netty-transport-native-unix-common" -> UnixChannel.class;
            default -> throw new IllegalArgumentException(artifact);
        };
    }

    /** A class that is new in 4.2. Of netty-buffer there is none, so that its version has to tell. */
    private static Class<?> fresh(String artifact) {
        return switch (artifact) {
            case "netty-common" -> ThreadAwareExecutor.class;
            case "netty-transport" -> IoEventLoopGroup.class;
            default -> old(artifact);
        };
    }

    private static void put(Map<String, String> versions, String artifact, @Nullable String version) {
        if (version != null) {
            versions.put(artifact, version);
        }
    }

    /** From the manifest of its jar, unless that is somebody else's; of a module from its descriptor. */
    private static @Nullable String version(Class<?> type) {
        ModuleDescriptor module = type.getModule().getDescriptor();
        if (module != null) {
            return module.rawVersion().orElse(null);
        }
        String title = type.getPackage().getImplementationTitle();
        return title != null && title.startsWith("Netty/") ? type.getPackage().getImplementationVersion() : null;
    }

    /** A jar with a native library has no class, but what Maven left in it. */
    private static @Nullable String version(String artifact) {
        URL url = FoundNetty.class
                .getClassLoader()
                .getResource("META-INF/maven/io.netty/" + artifact + "/pom.properties");
        if (url == null) {
            return null;
        }
        try {
            URLConnection connection = url.openConnection();
            connection.setUseCaches(false); // the jar would stay open
            Properties properties = new Properties();
            try (InputStream stream = connection.getInputStream()) {
                properties.load(stream);
            }
            return properties.getProperty("version");
        } catch (IOException e) {
            log.debug("the version of {} cannot be read", artifact, e);
            return null;
        }
    }

    /**
     * Refuses what cannot work, and logs what should not be.
     *
     * @throws IllegalStateException with what was found, what is needed and how to get it
     */
    void require() {
        refusal().ifPresent(text -> {
            throw new IllegalStateException(text);
        });
        warning().ifPresent(log::warn);
    }

    Optional<String> refusal() {
        boolean old = CORE.stream().anyMatch(artifact -> isBefore(LEAST, versions.get(artifact)));
        if (missing.isEmpty() && !old) {
            return Optional.empty();
        }
        String lack = missing.isEmpty() ? "" : ", without " + String.join(", ", missing);
        return Optional.of("Evenkeel needs Netty 4.2 and is tested with " + TESTED + "; here is "
                + (versions.isEmpty() ? "none that tells its version" : found()) + lack + ". " + REMEDY);
    }

    Optional<String> warning() {
        if (versions.values().stream().distinct().count() > 1) {
            return Optional.of(
                    "Netty is here in versions that are not made for each other: " + found() + ". " + REMEDY);
        }
        return versions.values().stream()
                .filter(version -> isBefore(SAFE, version))
                .findFirst()
                .map(version ->
                        "Netty before " + SAFE + " has known security bugs, and here is " + version + ". " + REMEDY);
    }

    private static boolean isBefore(Version bound, @Nullable String version) {
        try {
            return version != null && Version.parse(version).compareTo(bound) < 0;
        } catch (IllegalArgumentException unknown) {
            return false;
        }
    }

    /** The version of most artifacts, then those of the others, by name. */
    private String found() {
        Map<String, List<String>> artifacts = new TreeMap<>();
        versions.forEach((artifact, version) ->
                artifacts.computeIfAbsent(version, v -> new ArrayList<>()).add(artifact));
        String most = Collections.max(
                        artifacts.entrySet(),
                        Comparator.comparing(entry -> entry.getValue().size()))
                .getKey();
        return artifacts.entrySet().stream()
                .filter(entry -> !entry.getKey().equals(most))
                .map(entry -> ", and " + entry.getKey() + " of " + String.join(", ", entry.getValue()))
                .collect(Collectors.joining("", most, ""));
    }
}
