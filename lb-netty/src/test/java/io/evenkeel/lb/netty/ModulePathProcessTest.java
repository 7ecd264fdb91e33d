package io.evenkeel.lb.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.evenkeel.lb.LoadBalancer;
import io.evenkeel.lb.health.HealthChecks;
import java.io.File;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * An application of its own, in a process of its own, on the module path and on the class path. Only there it shows
 * whether the modules resolve: the process of the tests was given more of them than an application gets.
 */
@Tag("module-path")
class ModulePathProcessTest {

    /** What an application has beside ours. */
    private static final Pattern DEPENDENCY = Pattern.compile("(caffeine|netty|slf4j|jspecify)-.*\\.jar");

    private static final String MODULE = "module app { requires io.evenkeel.lb.netty; }";

    /** Returns from main instead of exiting: a thread left behind would keep the process. */
    private static final String MAIN = """
            package app;

            import io.evenkeel.lb.VirtualService;
            import io.evenkeel.lb.netty.NettyLoadBalancer;
            import io.evenkeel.lb.netty.Transport;
            import java.net.InetAddress;
            import java.net.ServerSocket;
            import java.net.Socket;
            import java.util.Arrays;

            public final class Main {
                public static void main(String[] args) throws Exception {
                    InetAddress here = InetAddress.getByName("127.0.0.1");
                    try (ServerSocket listener = new ServerSocket(0, 50, here)) {
                        Thread echo = new Thread(() -> echo(listener));
                        echo.setDaemon(true);
                        echo.start();
                        var service = VirtualService.tcp("t").listen("127.0.0.1", 0)
                                .server("127.0.0.1", listener.getLocalPort()).build();
                        try (var balancer = NettyLoadBalancer.builder()
                                .transport(Transport.valueOf(args[0])).service(service).start();
                                Socket client = new Socket()) {
                            client.connect(balancer.service("t").boundAddresses().get(0));
                            client.setSoTimeout(20_000);
                            byte[] sent = new byte[10_000];
                            Arrays.fill(sent, (byte) 'x');
                            client.getOutputStream().write(sent);
                            client.shutdownOutput();
                            if (!Arrays.equals(sent, client.getInputStream().readAllBytes())) {
                                throw new AssertionError("not what was sent");
                            }
                        }
                    }
                    System.out.println(args[0] + " ok");
                }

                /** One after the other: a health check comes by as well. */
                private static void echo(ServerSocket listener) {
                    while (!listener.isClosed()) {
                        try (Socket socket = listener.accept()) {
                            socket.getInputStream().transferTo(socket.getOutputStream());
                        } catch (java.io.IOException e) {
                            continue;
                        }
                    }
                }
            }
            """;

    @TempDir
    static Path folder;

    private static String libraries;

    @BeforeAll
    static void compile() throws Exception {
        libraries = libraries();
        Path module = Files.writeString(folder.resolve("module-info.java"), MODULE);
        Path main =
                Files.writeString(Files.createDirectory(folder.resolve("app")).resolve("Main.java"), MAIN);
        StringWriter output = new StringWriter();
        PrintWriter printer = new PrintWriter(output);
        int status = ToolProvider.findFirst("javac")
                .orElseThrow()
                .run(printer, printer, "-proc:none", "-p", libraries, "-d", classes(), "" + module, "" + main);
        assertEquals(0, status, output::toString);
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void aModuleRelays(Transport transport) throws Exception {
        // Nothing requires the modules with the native libraries, so they have to be asked for.
        relays(
                transport,
                List.of("--enable-native-access=io.netty.common", "--add-modules", "ALL-MODULE-PATH"),
                List.of("-p", classes() + File.pathSeparator + libraries, "-m", "app/app.Main"));
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void anApplicationOnTheClassPathRelays(Transport transport) throws Exception {
        relays(
                transport,
                List.of("--enable-native-access=ALL-UNNAMED"),
                List.of("-cp", classes() + File.pathSeparator + libraries, "app.Main"));
    }

    /** No other output: whatever warning it is, every user would see it. */
    private static void relays(Transport transport, List<String> options, List<String> application) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");
        command.addAll(options);
        command.addAll(application);
        command.add(transport.name());
        try (Children children = new Children(folder)) {
            Children.Child child = children.start(command);
            assertEquals(transport + " ok", child.succeeds().strip(), child::toString);
        }
    }

    private static String classes() {
        return folder.resolve("classes").toString();
    }

    /** Ours as they are in this build, folders or jars; the rest from wherever this process has them. */
    static String libraries() throws URISyntaxException {
        Set<String> entries = new LinkedHashSet<>();
        for (Class<?> ours : List.of(NettyLoadBalancer.class, HealthChecks.class, LoadBalancer.class)) {
            var source = ours.getProtectionDomain().getCodeSource();
            entries.add(Path.of(source.getLocation().toURI()).toString());
        }
        for (String property : List.of("jdk.module.path", "java.class.path", "surefire.test.class.path")) {
            for (String entry : System.getProperty(property, "").split(File.pathSeparator, -1)) {
                if (DEPENDENCY.matcher(new File(entry).getName()).matches()) {
                    entries.add(entry);
                }
            }
        }
        return String.join(File.pathSeparator, entries);
    }
}
