package io.evenkeel.lb.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.LoadBalancer;
import io.evenkeel.lb.RealServer;
import io.evenkeel.lb.ServiceHandle;
import io.evenkeel.lb.VirtualService;
import io.evenkeel.lb.check.HealthPolicy;
import io.evenkeel.lb.schedule.Scheduler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The README's snippet compiles, runs, and is this one. */
@ExtendWith(LeakExtension.class)
class ReadmeSnippetTest {

    private static void snippet() {
        // <snippet>
        VirtualService web = VirtualService.tcp("web")
                .listen("127.0.0.1", 0) // port 0: the system chooses
                .scheduler(Scheduler.leastConnections())
                .healthPolicy(HealthPolicy.every(Duration.ofSeconds(2)).fall(3))
                .server("127.0.0.1", 9001)
                .server(RealServer.at("127.0.0.1", 9002).weight(200).maxConnections(500))
                .build();

        try (LoadBalancer balancer = NettyLoadBalancer.builder().service(web).start()) {
            ServiceHandle handle = balancer.service("web");
            System.out.println("clients connect to " + handle.boundAddresses());

            balancer.await(handle.add(RealServer.at("127.0.0.1", 9003)));
            balancer.await(handle.server("127.0.0.1:9001").drain(Duration.ofSeconds(30)));
            System.out.println(balancer.snapshot().toJson());
        }
        // </snippet>
    }

    @Test
    void itRuns() {
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            snippet();
        } finally {
            System.setOut(before);
        }
        String text = printed.toString(StandardCharsets.UTF_8);
        assertTrue(text.contains("clients connect to [/127.0.0.1:"), text);
        assertTrue(text.contains("\"id\":\"127.0.0.1:9003\""), text);
        assertTrue(text.contains("\"admin\":\"draining\""), text);
    }

    @Test
    void theReadmeHasTheSameText() throws IOException {
        String source = Files.readString(Path.of("src/test/java/io/evenkeel/lb/netty/ReadmeSnippetTest.java"));
        String snippet = source.substring(source.indexOf("// <snippet>") + 12, source.indexOf("// </snippet>"));
        String readme = Files.readString(Path.of("../README.md"));
        int begin = readme.indexOf("```java\n") + 8;
        assertEquals(oneLine(snippet), oneLine(readme.substring(begin, readme.indexOf("```", begin))));
    }

    private static String oneLine(String code) {
        return code.strip().replaceAll("\\s+", " ");
    }
}
