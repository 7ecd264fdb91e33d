package io.evenkeel.lb.benchmarks.peers.balancer;

import io.evenkeel.lb.benchmarks.peers.process.Child;
import io.evenkeel.lb.benchmarks.peers.process.Core;
import io.evenkeel.lb.benchmarks.peers.process.Jdks;
import io.evenkeel.lb.benchmarks.peers.process.Programs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Our own: {@code examples/run standalone} with one event loop. What standalone has no flags for, several services or
 * time that is burned, is done by {@link OwnBalancer}, with the same settings of the library.
 *
 * @param name what it is called here
 * @param root the repository
 * @param jdk the version that it runs on
 * @param burnMicros how long each request spins; zero for the normal one
 */
record Evenkeel(String name, Path root, int jdk, int burnMicros) implements Peer {

    @Override
    public boolean jvm() {
        return true;
    }

    @Override
    public Optional<String> missing(Traffic traffic) {
        if (burnMicros > 0 && traffic != Traffic.HTTP) {
            return Optional.of("only requests can be made to burn time");
        }
        return Jdks.find(jdk).isPresent() ? Optional.empty() : Optional.of("there is no JDK " + jdk);
    }

    @Override
    public String version() {
        String commit = Programs.firstLine("git", "-C", root.toString(), "rev-parse", "--short", "HEAD");
        return "commit " + (commit.matches("\\p{XDigit}+") ? commit : "unknown") + ", JDK " + Jdks.version(home());
    }

    private Path home() {
        return Jdks.find(jdk).orElseThrow(() -> new IllegalStateException("there is no JDK " + jdk));
    }

    /** Comm names are cut at fifteen characters. */
    @Override
    public Pattern loopThreads() {
        return Pattern.compile("^evenkeel-io");
    }

    @Override
    public Running start(Setup setup, Path directory) throws IOException, InterruptedException {
        String heap = "-Xms" + setup.heapMiB() + "m -Xmx" + setup.heapMiB() + "m";
        boolean standalone = burnMicros == 0 && setup.listenPorts().size() == 1;
        List<String> command = standalone ? standalone(setup) : own(setup, heap);
        return Start.listening(
                this,
                setup,
                Child.start(
                        Core.BALANCER,
                        command,
                        Map.of("JAVA_HOME", home().toString(), "JAVA_OPTS", heap),
                        directory.resolve("evenkeel.log")));
    }

    private List<String> standalone(Setup setup) {
        String scheme = setup.traffic().name().toLowerCase(Locale.ROOT);
        List<String> command = new ArrayList<>(List.of(
                root.resolve("examples/run").toString(),
                "standalone",
                "--listen",
                scheme + "://127.0.0.1:" + setup.port(),
                "--threads",
                "1",
                "--transport",
                "epoll"));
        if (setup.checks()) {
            command.addAll(List.of("--check", setup.traffic() == Traffic.HTTP ? "http:/" : "tcp", "--interval", "2s"));
        } else {
            command.addAll(List.of("--check", "none"));
        }
        for (String server : setup.servers()) {
            command.addAll(List.of("--server", server));
        }
        return command;
    }

    private List<String> own(Setup setup, String heap) {
        List<String> command = new ArrayList<>(List.of(
                home().resolve("bin/java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=info"));
        command.addAll(List.of(heap.split(" ")));
        command.addAll(List.of(
                "-cp",
                root.resolve("lb-benchmarks/target/benchmarks.jar").toString(),
                OwnBalancer.class.getName(),
                setup.traffic().name(),
                Integer.toString(burnMicros),
                Boolean.toString(setup.checks()),
                String.join(
                        ",", setup.listenPorts().stream().map(String::valueOf).toList()),
                String.join(",", setup.servers())));
        return command;
    }
}
