package io.evenkeel.lb.benchmarks.peers.balancer;

import io.evenkeel.lb.benchmarks.peers.process.Child;
import io.evenkeel.lb.benchmarks.peers.process.Core;
import io.evenkeel.lb.benchmarks.peers.process.Jdks;
import io.evenkeel.lb.benchmarks.peers.process.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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

    private static final Duration BUILD = Duration.ofMinutes(5);

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
        boolean standalone = burnMicros == 0 && setup.listenPorts().size() == 1;
        List<String> command =
                new ArrayList<>(List.of(home().resolve("bin/java").toString(), "--enable-native-access=ALL-UNNAMED"));
        command.addAll(setup.heapOptions());
        command.addAll(standalone ? standalone(setup) : own(setup));
        return Start.listening(
                this, setup, Child.start(Core.BALANCER, command, Map.of(), directory.resolve("evenkeel.log")));
    }

    @Override
    public Optional<Membership> membership(Running running) {
        return Optional.of(new ConsoleMembership(running));
    }

    /** The launcher builds what is missing, or older than its sources. */
    void build() throws IOException, InterruptedException {
        Child.run(Core.ANY, List.of(launcher(root).toString(), "standalone", "--help"), BUILD);
    }

    static Path launcher(Path checkout) {
        return checkout.resolve("examples/run");
    }

    /** What examples/run becomes in the end; without the launcher, whose time would be a part of the start. */
    private List<String> standalone(Setup setup) throws IOException, InterruptedException {
        Path built = root.resolve("examples/target");
        Path classPath = built.resolve("classpath.txt");
        if (!Files.exists(classPath)) {
            build();
        }
        String scheme = setup.traffic().name().toLowerCase(Locale.ROOT);
        List<String> command = new ArrayList<>(List.of(
                "-cp",
                built.resolve("classes") + ":" + Files.readString(classPath).strip(),
                "io.evenkeel.examples.standalone.Standalone",
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

    private List<String> own(Setup setup) {
        return List.of(
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=info",
                "-cp",
                root.resolve("lb-benchmarks/target/benchmarks.jar").toString(),
                OwnBalancer.class.getName(),
                setup.traffic().name(),
                Integer.toString(burnMicros),
                Boolean.toString(setup.checks()),
                String.join(
                        ",", setup.listenPorts().stream().map(String::valueOf).toList()),
                String.join(",", setup.servers()));
    }
}
