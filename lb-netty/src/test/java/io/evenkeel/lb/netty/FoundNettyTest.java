package io.evenkeel.lb.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.HttpService;
import io.evenkeel.lb.LoadBalancer;
import io.evenkeel.lb.VirtualService;
import io.evenkeel.lb.check.HealthPolicy;
import io.evenkeel.lb.health.HealthChecks;
import io.netty.util.Version;
import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of which Netty; {@code .ci/frameworks} hears it said of a real 4.1. */
class FoundNettyTest {

    private static final String REMEDY =
            ". Where Spring Boot's parent manages versions, set the property netty.version to "
                    + "4.2.18.Final; elsewhere import io.netty:netty-bom:4.2.18.Final before other BOMs."
                    + " See \"In a framework\", docs/in-a-framework.md";
    private static final String NEEDED = "Evenkeel needs Netty 4.2 and is tested with 4.2.18.Final; here is ";
    private static final String MIXED = "Netty is here in versions that are not made for each other: ";

    @TempDir
    Path folder;

    @Test
    void theNettyOfThisBuildIsTheOneThatIsNamed() {
        assertEquals(
                FoundNetty.TESTED,
                Version.identify(getClass().getClassLoader())
                        .get("netty-transport")
                        .artifactVersion());
        assertSilent(FoundNetty.look());
    }

    // ---- what cannot work ----

    @Test
    void springBoot35IsRefused() {
        assertRefused(
                "4.1.128.Final, and 4.2.18.Final of netty-transport-classes-io_uring, netty-transport-native-io_uring,"
                        + " without io.netty.channel.IoEventLoopGroup",
                found(
                        "netty-buffer 4.1.128.Final",
                        "netty-common 4.1.128.Final",
                        "netty-transport 4.1.128.Final",
                        "netty-transport-classes-io_uring 4.2.18.Final",
                        "netty-transport-native-io_uring 4.2.18.Final",
                        "without io.netty.channel.IoEventLoopGroup"));
    }

    /** It has no class that 4.1 lacks, and fails when the first connection comes. */
    @Test
    void buffersAloneOf41AreRefused() {
        assertRefused(
                "4.2.18.Final, and 4.1.137.Final of netty-buffer",
                found("netty-buffer 4.1.137.Final", "netty-common 4.2.18.Final", "netty-transport 4.2.18.Final"));
    }

    @Test
    void oneThatTellsNoVersionIsRefusedForWhatItLacks() {
        assertRefused(
                "none that tells its version, without io.netty.channel.IoEventLoopGroup",
                found("without io.netty.channel.IoEventLoopGroup"));
    }

    // ---- what works, and should not be ----

    @Test
    void anotherVersionOfAPartIsTold() {
        assertWarned(
                MIXED + "4.2.18.Final, and 4.2.9.Final of netty-common",
                found("netty-buffer 4.2.18.Final", "netty-common 4.2.9.Final", "netty-transport 4.2.18.Final"));
        assertWarned(
                MIXED + "4.2.18.Final, and 4.1.128.Final of netty-resolver, netty-resolver-dns",
                found(
                        "netty-buffer 4.2.18.Final",
                        "netty-common 4.2.18.Final",
                        "netty-resolver 4.1.128.Final",
                        "netty-resolver-dns 4.1.128.Final",
                        "netty-transport 4.2.18.Final"));
    }

    @Test
    void securityBugsAreTold() {
        assertWarned(
                "Netty before 4.2.17.Final has known security bugs, and here is 4.2.9.Final",
                found("netty-buffer 4.2.9.Final", "netty-common 4.2.9.Final"));
    }

    @Test
    void nothingIsSaidOfLaterOnesNorOfOnesThatTellNothing() {
        assertSilent(found("netty-buffer 4.2.17.Final", "netty-common 4.2.17.Final"));
        assertSilent(found("netty-buffer 4.3.0.Final", "netty-common 4.3.0.Final"));
        assertSilent(found("netty-buffer ${project.version}"));
        assertSilent(found());
    }

    // ---- class paths ----

    @Test
    void theClassesThatAreLoadedTell() throws Exception {
        Path old = jar("netty-buffer", "Netty/Buffer", "4.1.50.Final");
        assertEquals(NEEDED + "4.2.18.Final, and 4.1.50.Final of netty-buffer" + REMEDY, call(Look.class, with(old)));
        assertEquals(
                "",
                call(Look.class, Stream.concat(ours().stream(), Stream.of(old)).toList()));
    }

    /** Such a jar bears the application's version. */
    @Test
    void aRepackagedNettyTellsNothing() throws Exception {
        assertEquals("", call(Look.class, with(jar("netty-buffer", "Shop", "1.0.0"))));
    }

    @Test
    void nativesOfAnotherVersionAreTold() throws Exception {
        Path pom = folder.resolve("natives/META-INF/maven/io.netty/netty-transport-native-epoll/pom.properties");
        Files.createDirectories(pom.getParent());
        Files.writeString(pom, "groupId=io.netty\nversion=4.1.128.Final\n");
        assertEquals(
                MIXED + "4.2.18.Final, and 4.1.128.Final of netty-transport-native-epoll" + REMEDY,
                call(Look.class, with(folder.resolve("natives"))));
    }

    /** All that a user does before the start links on an older Netty, too. */
    @Test
    void aStartWithoutTheClassesOf42EndsWithTheReason() throws Exception {
        List<Path> path = new ArrayList<>(with(jar("netty-transport", "Netty/Transport", "4.1.128.Final")));
        assertTrue(path.removeIf(entry -> isJarOf("netty-transport", entry)));
        assertEquals(
                NEEDED + "4.2.18.Final, and 4.1.128.Final of netty-transport, without io.netty.channel.IoEventLoopGroup"
                        + REMEDY,
                assertThrows(IllegalStateException.class, () -> call(Start.class, path))
                        .getMessage());
    }

    public static final class Look implements Callable<String> {
        @Override
        public String call() {
            FoundNetty found = FoundNetty.look();
            return found.refusal().or(found::warning).orElse("");
        }
    }

    /** What a host application does. */
    public static final class Start implements Callable<String> {
        @Override
        public String call() {
            HttpService service = VirtualService.http("shop")
                    .listen("127.0.0.1", 0)
                    .healthCheck(HealthChecks.http("/"), HealthPolicy.DEFAULT)
                    .server("127.0.0.1", 9001)
                    .build();
            try (LoadBalancer balancer = NettyLoadBalancer.builder()
                    .transport(Transport.EPOLL)
                    .service(service)
                    .start()) {
                return balancer.snapshot().toJson();
            }
        }
    }

    /** In a class loader of its own. The platform's loader as parent would find the modules of this process. */
    private static String call(Class<?> type, List<Path> path) throws Exception {
        List<URL> urls = new ArrayList<>();
        for (Path entry : path) {
            urls.add(entry.toUri().toURL());
        }
        try (URLClassLoader loader = new URLClassLoader(urls.toArray(URL[]::new), null)) {
            Object made =
                    loader.loadClass(type.getName()).getDeclaredConstructor().newInstance();
            return (String) ((Callable<?>) made).call();
        }
    }

    private static List<Path> with(Path first) throws Exception {
        return Stream.concat(Stream.of(first), ours().stream()).toList();
    }

    private static List<Path> ours() throws Exception {
        String path = ChildJvm.tests() + File.pathSeparator + ModulePathProcessTest.libraries();
        return Arrays.stream(path.split(File.pathSeparator, -1)).map(Path::of).toList();
    }

    private static boolean isJarOf(String artifact, Path entry) {
        return entry.getFileName().toString().equals(artifact + "-" + FoundNetty.TESTED + ".jar");
    }

    /** An artifact of Netty under another manifest, without the classes of 4.2. */
    private Path jar(String artifact, String title, String version) throws Exception {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.IMPLEMENTATION_TITLE, title);
        manifest.getMainAttributes().put(Attributes.Name.IMPLEMENTATION_VERSION, version);
        Path original = ours().stream()
                .filter(entry -> isJarOf(artifact, entry))
                .findFirst()
                .orElseThrow();
        Path copy = folder.resolve(artifact + "-" + version + ".jar");
        try (JarFile from = new JarFile(original.toFile());
                JarOutputStream to = new JarOutputStream(Files.newOutputStream(copy), manifest)) {
            for (JarEntry entry : Collections.list(from.entries())) {
                if (entry.getName().endsWith(".class") && !entry.getName().contains("/Io")) {
                    to.putNextEntry(new JarEntry(entry.getName()));
                    from.getInputStream(entry).transferTo(to);
                }
            }
        }
        return copy;
    }

    /** Each line is an artifact and its version, or what is missing. */
    private static FoundNetty found(String... lines) {
        Map<String, String> versions = new TreeMap<>();
        List<String> missing = new ArrayList<>();
        for (String line : lines) {
            String[] words = line.split(" ", -1);
            if (words[0].equals("without")) {
                missing.add(words[1]);
            } else {
                versions.put(words[0], words[1]);
            }
        }
        return new FoundNetty(versions, missing);
    }

    private static void assertRefused(String what, FoundNetty found) {
        assertEquals(Optional.of(NEEDED + what + REMEDY), found.refusal());
        assertEquals(
                NEEDED + what + REMEDY,
                assertThrows(IllegalStateException.class, found::require).getMessage());
    }

    private static void assertWarned(String what, FoundNetty found) {
        assertEquals(Optional.empty(), found.refusal());
        assertEquals(Optional.of(what + REMEDY), found.warning());
    }

    private static void assertSilent(FoundNetty found) {
        assertEquals(Optional.empty(), found.refusal());
        assertEquals(Optional.empty(), found.warning());
    }
}
