package io.evenkeel.lb.netty;

import static io.evenkeel.lb.netty.Balancers.SOON;
import static io.evenkeel.lb.netty.Children.awaitListening;
import static io.evenkeel.lb.netty.Children.freePort;
import static io.evenkeel.lb.netty.Children.program;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.LoadBalancer;
import io.evenkeel.lb.TcpService;
import io.evenkeel.lb.VirtualService;
import io.evenkeel.lb.check.HealthPolicy;
import io.evenkeel.lb.health.HealthChecks;
import io.evenkeel.lb.health.HttpCheck;
import io.evenkeel.lb.health.HttpCheck.Method;
import io.evenkeel.lb.netty.Children.Child;
import io.evenkeel.lb.status.ServerSnapshot;
import io.evenkeel.lb.testkit.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** HTTP checks of a real nginx, on the balancer's own event loops. */
@ExtendWith(LeakExtension.class)
class HttpCheckServersTest {

    /** Time enough for a busy machine: a check that is cut off would show in nginx's log. */
    private static final HealthPolicy POLICY =
            HealthPolicy.every(Duration.ofSeconds(4)).fall(1);

    private static final Pattern BROKEN_OFF = Pattern.compile("prematurely|reset by peer|broken pipe");

    @TempDir
    Path folder;

    private Children children;

    @BeforeEach
    void noChildren() {
        children = new Children(folder);
    }

    @AfterEach
    void endChildren() throws InterruptedException {
        children.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"EPOLL", "NIO", "IO_URING"})
    void seesWhatNginxAnswers(Transport transport) throws Exception {
        int port = startNginx();
        Pattern ready = Pattern.compile("ready|line 999$");
        Map<HttpCheck, String> expected = new LinkedHashMap<>();
        expected.put(HealthChecks.http("/ready").bodyMatches(ready), "up");
        expected.put(HealthChecks.http("/ready").http10().bodyMatches(ready), "up");
        expected.put(HealthChecks.http("/ready").method(Method.HEAD), "up");
        expected.put(HealthChecks.http("/lines.txt").bodyMatches(ready), "up"); // gzip off, a length
        expected.put(HealthChecks.http("/chunked").bodyMatches(ready), "up");
        expected.put(HealthChecks.http("/moved"), "up");
        expected.put(HealthChecks.http("/moved").accept(), "down: status 301");
        expected.put(HealthChecks.http("/absent"), "down: status 404");
        expected.put(HealthChecks.http("/absent").accept(404), "up");
        expected.put(HealthChecks.http("/other").bodyMatches(ready), "down: body does not match");
        expected.put(HealthChecks.http("/closed"), "down: connection closed before the answer");
        expected.put(HealthChecks.http("/named").host("www.example.org"), "up");
        expected.put(HealthChecks.http("/named"), "down: status 421");

        NettyLoadBalancer.Builder builder =
                NettyLoadBalancer.builder().transport(transport).threads(2);
        int number = 0;
        for (HttpCheck check : expected.keySet()) {
            builder.service(service("s" + number++, check, port));
        }
        try (LoadBalancer balancer = builder.start()) {
            balancer.await(balancer.firstVerdicts());
            number = 0;
            for (Map.Entry<HttpCheck, String> each : expected.entrySet()) {
                String id = "s" + number++;
                Eventually.awaitEqual(each.getKey() + " of " + id, each.getValue(), SOON, () -> health(balancer, id));
            }
            String errors = Files.readString(folder.resolve("error.log"));
            assertFalse(BROKEN_OFF.matcher(errors).find(), errors); // level info, where nginx tells of such clients
        }
        List<String> log = Files.readAllLines(folder.resolve("access.log"));
        assertTrue(log.contains("GET /ready HTTP/1.0 200 127.0.0.1:" + port + " evenkeel"), log::toString);
        assertTrue(log.contains("HEAD /ready HTTP/1.1 200 127.0.0.1:" + port + " evenkeel"), log::toString);
        assertTrue(log.contains("GET /named HTTP/1.1 200 www.example.org evenkeel"), log::toString);
    }

    private static TcpService service(String name, HttpCheck check, int port) {
        return VirtualService.tcp(name)
                .listen("127.0.0.1", 0)
                .healthCheck(check, POLICY)
                .server("127.0.0.1", port)
                .build();
    }

    private static String health(LoadBalancer balancer, String service) {
        ServerSnapshot server =
                balancer.service(service).snapshot().pools().get(0).servers().get(0);
        return server.cause().isEmpty() ? server.health().toString() : server.health() + ": " + server.cause();
    }

    private int startNginx() throws IOException {
        int port = freePort();
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 1000; i++) {
            lines.append(i == 0 ? "" : "\n").append("line ").append(i);
        }
        Files.writeString(folder.resolve("lines.txt"), lines);
        StringBuilder temporary = new StringBuilder();
        for (String what : List.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi")) {
            temporary.append(what + "_temp_path " + folder.resolve(what) + "; ");
        }
        Files.writeString(folder.resolve("nginx.conf"), """
                daemon off; master_process off; pid %1$s/pid; error_log %1$s/error.log info;
                events { }
                http { log_format short '$request $status $http_host $http_user_agent'; access_log %1$s/access.log short; %2$s
                  server { listen 127.0.0.1:%3$d; root %1$s;
                    location = /ready { return 200 "ready"; }
                    location = /other { return 200 "starting"; }
                    location = /moved { return 301 /ready; }
                    location = /absent { return 404; }
                    location = /closed { return 444; }
                    location = /named { if ($http_host != www.example.org) { return 421; } return 200; }
                    location = /chunked { ssi on; ssi_types *; alias %1$s/lines.txt; } } }
                """.formatted(folder, temporary, port));
        Child nginx = children.start(List.of(
                program("nginx"), "-p", folder.toString(), "-e", folder + "/error.log", "-c", folder + "/nginx.conf"));
        awaitListening(nginx, port);
        return port;
    }
}
