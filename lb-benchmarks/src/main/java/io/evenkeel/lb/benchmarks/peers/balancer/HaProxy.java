package io.evenkeel.lb.benchmarks.peers.balancer;

import io.evenkeel.lb.benchmarks.peers.process.Child;
import io.evenkeel.lb.benchmarks.peers.process.Core;
import io.evenkeel.lb.benchmarks.peers.process.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * HAProxy with one thread.
 *
 * @param name what it is called here
 * @param splice whether it lets the kernel move bytes from socket to socket
 */
record HaProxy(String name, boolean splice) implements Peer {

    @Override
    public boolean jvm() {
        return false;
    }

    @Override
    public Optional<String> missing(Traffic traffic) {
        return Programs.installed("haproxy") ? Optional.empty() : Optional.of("haproxy is not installed");
    }

    @Override
    public String version() {
        return Programs.firstLine("haproxy", "-v").replaceFirst(" \\d{4}/.*", "");
    }

    @Override
    public Running start(Setup setup, Path directory) throws IOException, InterruptedException {
        Path configuration = Files.writeString(directory.resolve("haproxy.cfg"), configuration(setup));
        return Start.listening(
                this,
                setup,
                Child.start(
                        Core.BALANCER,
                        List.of("haproxy", "-db", "-f", configuration.toString()),
                        Map.of(),
                        directory.resolve("haproxy.log")));
    }

    /** Counters are always on; 6000 connections are what 20,000 descriptors allow. */
    String configuration(Setup setup) {
        boolean http = setup.traffic() == Traffic.HTTP;
        StringBuilder text =
                new StringBuilder("""
                global
                  nbthread 1
                  maxconn 6000
                %sdefaults
                  timeout connect 5s
                  timeout client %s
                  timeout server %s
                """.formatted(control(setup), http ? "60s" : "660s", http ? "60s" : "660s"));
        text.append(http ? """
                  mode http
                  timeout http-keep-alive 60s
                  option forwardfor
                  http-reuse always
                """ : "  mode tcp\n");
        if (http && setup.checks()) {
            text.append("  option httpchk GET /\n");
        }
        if (splice) {
            // Not "splice-auto": on this traffic version 2.6 judges that copying is better, and copies.
            text.append("  option splice-request\n  option splice-response\n");
        }
        for (int port : setup.listenPorts()) {
            text.append("listen service-").append(port).append('\n');
            text.append("  bind 127.0.0.1:").append(port).append('\n');
            text.append("  balance roundrobin\n");
            int number = 0;
            for (String server : setup.servers()) {
                text.append("  server s").append(++number).append(' ').append(server);
                text.append(http ? " pool-max-conn 1000" : "");
                text.append(setup.checks() ? " check inter 2s" : "").append('\n');
            }
        }
        return text.toString();
    }

    private static String control(Setup setup) {
        return setup.controlPort() == 0
                ? ""
                : "  stats socket ipv4@127.0.0.1:" + setup.controlPort() + " level admin\n";
    }

    @Override
    public Optional<Membership> membership(Running running) {
        return Optional.of(new HaProxyMembership(running.setup()));
    }
}
