package io.evenkeel.lb.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.evenkeel.lb.LoadBalancer;
import io.evenkeel.lb.schedule.Picker;
import io.evenkeel.lb.schedule.PickerContext;
import io.evenkeel.lb.schedule.Scheduler;
import io.evenkeel.lb.spi.ClientKey;
import io.evenkeel.lb.spi.Hash64;
import io.evenkeel.lb.testkit.http.Answer;
import io.evenkeel.lb.testkit.http.HttpPeer;
import io.evenkeel.lb.testkit.http.HttpServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The README's scheduler compiles, sends users where they were, and is this one. */
@ExtendWith(LeakExtension.class)
class SchedulerSnippetTest {

    // <snippet>
    /** Each user has a server, and another while that is full or fails; a change of servers moves few (rendezvous hashing). */
    record ByUser(String header) implements Scheduler {
        @Override
        public String name() {
            return "by-user";
        }

        @Override
        public ClientKey key() {
            return ClientKey.header(header).orElse(ClientKey.source());
        }

        @Override
        public Picker newPicker(PickerContext context) {
            long[] ids = context.servers().stream()
                    .mapToLong(server -> Hash64.of(server.id()))
                    .toArray();
            return pick -> {
                int best = Picker.NONE;
                long highest = 0;
                for (int i = 0; i < ids.length; i++) {
                    long drawn = Hash64.of(pick.key(), ids[i]);
                    if ((best == Picker.NONE || drawn > highest) && pick.accepts(i)) {
                        best = i;
                        highest = drawn;
                    }
                }
                return best;
            };
        }
    }
    // </snippet>

    @Test
    void usersKeepTheirServers() throws Exception {
        try (HttpServer one = HttpServer.start(request -> Answer.ok("one"));
                HttpServer two = HttpServer.start(request -> Answer.ok("two"));
                HttpServer three = HttpServer.start(request -> Answer.ok("three"));
                LoadBalancer balancer = HttpBalancers.start(
                        Transport.NIO, HttpBalancers.unchecked(one, two, three).scheduler(new ByUser("X-User")))) {
            Map<Integer, String> homes = homes(balancer);
            assertEquals(Set.of("one", "two", "three"), Set.copyOf(homes.values()));
            assertEquals(homes, homes(balancer));
            balancer.await(balancer.service("t").remove(HttpBalancers.id(three)));
            Map<Integer, String> now = homes(balancer);
            homes.forEach((user, home) -> {
                if (!home.equals("three")) {
                    assertEquals(home, now.get(user));
                }
            });
            assertEquals(Set.of("one", "two"), Set.copyOf(now.values()));
        }
    }

    private static Map<Integer, String> homes(LoadBalancer balancer) throws IOException {
        Map<Integer, String> homes = new HashMap<>();
        try (HttpPeer client = HttpBalancers.connect(balancer)) {
            for (int user = 0; user < 50; user++) {
                homes.put(user, client.get("/", "X-User: " + user).bodyText());
            }
        }
        return homes;
    }

    @Test
    void theReadmeHasTheSameText() throws IOException {
        String source = Files.readString(Path.of("src/test/java/io/evenkeel/lb/netty/SchedulerSnippetTest.java"));
        String snippet = source.substring(source.indexOf("// <snippet>") + 12, source.indexOf("// </snippet>"));
        String readme = Files.readString(Path.of("../README.md"));
        int begin = readme.indexOf("```java\n", readme.indexOf("SchedulerSnippetTest.java")) + 8;
        assertEquals(oneLine(snippet), oneLine(readme.substring(begin, readme.indexOf("```", begin))));
    }

    private static String oneLine(String code) {
        return code.strip().replaceAll("\\s+", " ");
    }
}
