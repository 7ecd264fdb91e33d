package io.evenkeel.lb.benchmarks.peers.balancer;

import io.evenkeel.lb.benchmarks.peers.process.Child;
import io.evenkeel.lb.benchmarks.peers.process.Core;
import io.evenkeel.lb.benchmarks.peers.process.Jdks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Another proxy on the JVM: {@code lb-benchmarks/peers/NAME} has its main class and its pom, {@code lb-benchmarks/peers/build}
 * makes what is started here. It has one I/O thread and the JDK that our goals are for.
 *
 * @param name what it is called here, and its folder
 * @param root the repository
 * @param main its main class, which takes a port and the servers
 * @param loops found in the names of its I/O threads
 */
record JvmProxy(String name, Path root, String main, String loops) implements Peer {

    private static final int JDK = 17;
    private static final Pattern VERSION = Pattern.compile("<([a-z]+)\\.version>([^<]+)</");

    @Override
    public boolean jvm() {
        return true;
    }

    @Override
    public Optional<String> missing(Traffic traffic) {
        if (traffic != Traffic.HTTP) {
            return Optional.of("it proxies only HTTP");
        }
        if (Jdks.find(JDK).isEmpty()) {
            return Optional.of("there is no JDK " + JDK);
        }
        try {
            for (String entry : classPath().split(":")) {
                if (!Files.exists(Path.of(entry))) {
                    return Optional.of("it is not built: " + entry + " is gone");
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("it is not built; see " + folder().resolve("target/build.log"));
        }
    }

    private Path folder() {
        return root.resolve("lb-benchmarks/peers").resolve(name);
    }

    private String classPath() throws IOException {
        Path target = folder().resolve("target");
        return target.resolve("classes") + ":"
                + Files.readString(target.resolve("classpath.txt")).strip();
    }

    /** What its pom says. */
    @Override
    public String version() {
        List<String> versions = new ArrayList<>();
        try {
            Matcher matcher = VERSION.matcher(Files.readString(folder().resolve("pom.xml")));
            while (matcher.find()) {
                versions.add(matcher.group(1) + " " + matcher.group(2));
            }
        } catch (IOException unreadable) {
            versions.add("unknown");
        }
        return String.join(", ", versions) + ", JDK " + Jdks.version(home());
    }

    private static Path home() {
        return Jdks.find(JDK).orElseThrow(() -> new IllegalStateException("there is no JDK " + JDK));
    }

    @Override
    public Pattern loopThreads() {
        return Pattern.compile(loops);
    }

    @Override
    public Running start(Setup setup, Path directory) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(home().resolve("bin/java").toString(), "--enable-native-access=ALL-UNNAMED"));
        command.addAll(setup.heapOptions());
        command.addAll(List.of("-cp", classPath(), main, Integer.toString(setup.port())));
        command.addAll(setup.servers());
        return Start.listening(
                this, setup, Child.start(Core.BALANCER, command, Map.of(), directory.resolve(name + ".log")));
    }
}
