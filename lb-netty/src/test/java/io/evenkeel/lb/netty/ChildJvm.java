package io.evenkeel.lb.netty;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.netty.Children.Child;
import io.evenkeel.lb.testkit.Eventually;
import io.evenkeel.lb.testkit.tcp.TcpServer;
import java.io.File;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A main class of these tests in a process of its own. */
final class ChildJvm {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private ChildJvm() {}

    /** The command line: options of the JVM, then the class and its arguments. */
    static List<String> command(List<String> options, Class<?> main, String... arguments) throws URISyntaxException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("-cp");
        command.add(tests() + File.pathSeparator + ModulePathProcessTest.libraries() + File.pathSeparator + testkit());
        command.add(main.getName());
        command.addAll(List.of(arguments));
        return command;
    }

    /** Where this class's file is: in a patched module its code source is the module's. */
    static String tests() throws URISyntaxException {
        String name = ChildJvm.class.getName().replace('.', '/') + ".class";
        Path file = Path.of(ChildJvm.class.getResource("/" + name).toURI());
        return file.getRoot()
                .resolve(file.subpath(0, file.getNameCount() - Path.of(name).getNameCount()))
                .toString();
    }

    private static String testkit() throws URISyntaxException {
        return Path.of(TcpServer.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .toString();
    }

    /** What it listens on, once it has printed a line of {@code port N}. */
    static InetSocketAddress address(Child child) {
        Pattern pattern = Pattern.compile("port (\\d+)\n");
        Eventually.await("the port", PATIENCE, () -> {
            assertTrue(child.process().isAlive(), child::toString);
            return pattern.matcher(child.text()).find();
        });
        Matcher matcher = pattern.matcher(child.text());
        assertTrue(matcher.find());
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(matcher.group(1)));
    }
}
