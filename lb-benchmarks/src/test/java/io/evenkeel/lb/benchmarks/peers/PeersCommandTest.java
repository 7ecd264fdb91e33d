package io.evenkeel.lb.benchmarks.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.benchmarks.peers.balancer.Peer;
import io.evenkeel.lb.benchmarks.peers.balancer.Peers;
import io.evenkeel.lb.benchmarks.peers.scenario.Scenario;
import io.evenkeel.lb.benchmarks.peers.scenario.Scenarios;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class PeersCommandTest {

    @TempDir
    private Path folder;

    private List<String> peers(String... arguments) throws Exception {
        PeersCommand command = new PeersCommand();
        new CommandLine(command).parseArgs(arguments);
        return command.peers(folder).stream().map(Peer::name).toList();
    }

    @Test
    void anEarlierStateIsBuiltAndJoinsTheOthers() throws Exception {
        Checkouts.create(folder, "echo $* > " + folder.resolve("asked"));
        String checkout = folder.toString();

        assertEquals(
                List.of("evenkeel", "haproxy", "evenkeel-before"),
                peers("--peers", "haproxy", "evenkeel", "--before", checkout));
        assertEquals("standalone --help\n", Files.readString(folder.resolve("asked")));
        List<String> all = peers("--before", checkout);
        assertTrue(all.contains("nginx") && all.contains(Peers.BEFORE), all.toString());
        assertFalse(peers().contains(Peers.BEFORE));
    }

    @Test
    void anEarlierStateTakesPartWhereOursDoesButWithOneService() throws Exception {
        Checkouts.create(folder, "exit 0");
        Peer before = Peers.before(folder);

        for (Scenario scenario : Scenarios.all()) {
            boolean services = scenario.name().startsWith("scale/services=")
                    && !scenario.name().endsWith("=1");
            assertEquals(!services, scenario.admits(before), scenario.name());
        }
    }
}
