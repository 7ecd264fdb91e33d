package io.evenkeel.lb.benchmarks.peers.balancer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfigurationTest {

    private static final Setup HTTP = Setup.of(Traffic.HTTP, 20_001, 20_002);
    private static final Setup TCP = Setup.of(Traffic.TCP, 20_001, 20_002);
    private static final Setup MANY =
            new Setup(Traffic.HTTP, List.of(1, 2, 3), List.of("127.0.0.1:9", "127.0.0.2:9"), 64, false, false, 0);

    @Test
    void haproxyHasTheSameFeatures() {
        String text = new HaProxy("haproxy", false).configuration(HTTP);

        for (String feature : List.of(
                "nbthread 1", "option forwardfor", "option httpchk GET /", "http-reuse always", "check inter 2s")) {
            assertTrue(text.contains(feature), feature + " in " + text);
        }
        assertFalse(text.contains("splice"), text);
    }

    @Test
    void haproxySplicesWhereItShall() {
        String text = new HaProxy("haproxy-splice", true).configuration(TCP);

        assertTrue(text.contains("option splice-response"), text);
        assertTrue(text.contains("mode tcp"), text);
        assertFalse(text.contains("http"), text);
    }

    @Test
    void nginxHasTheSameFeatures() {
        String text = new Nginx().configuration(HTTP, Path.of("/run"));

        for (String feature : List.of("worker_processes 1;", "X-Forwarded-For", "keepalive 1000;", "access_log off;")) {
            assertTrue(text.contains(feature), feature + " in " + text);
        }
        assertTrue(new Nginx().configuration(TCP, Path.of("/run")).contains("stream {"));
    }

    @Test
    void severalServicesAndServers() {
        String haproxy = new HaProxy("haproxy", false).configuration(MANY);

        assertEquals(3, haproxy.split("listen service-", -1).length - 1);
        assertEquals(6, haproxy.split("  server s", -1).length - 1);
        assertFalse(haproxy.contains("check"), haproxy);
        assertEquals(3, new Nginx().configuration(MANY, Path.of("/run")).split("listen 127.0.0.1:", -1).length - 1);
    }
}
