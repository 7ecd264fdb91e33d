package io.evenkeel.lb.benchmarks.peers.scenario;

import io.evenkeel.lb.benchmarks.peers.process.Backend;
import io.evenkeel.lb.benchmarks.peers.process.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What scenarios measure with.
 *
 * @param directory of the run; outlives it
 * @param backend the real server
 * @param ports free ones
 */
public record Bench(Path directory, Backend backend, Ports ports) {

    /**
     * A folder for one peer's configuration and logs in one scenario.
     *
     * @param scenario whose
     * @param peer its name
     * @return the folder, which exists
     * @throws IOException when it cannot be made
     */
    public Path folder(Scenario scenario, String peer) throws IOException {
        return Files.createDirectories(directory
                .resolve("peers")
                .resolve(scenario.name().replace('/', '-'))
                .resolve(peer));
    }
}
