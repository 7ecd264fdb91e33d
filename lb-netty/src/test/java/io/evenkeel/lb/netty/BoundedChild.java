package io.evenkeel.lb.netty;

import io.evenkeel.lb.netty.Children.Child;
import io.evenkeel.lb.testkit.http.Answer;
import io.evenkeel.lb.testkit.http.HttpPeer;
import io.evenkeel.lb.testkit.http.HttpServer;
import io.evenkeel.lb.testkit.http.ReceivedResponse;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An {@link HttpBoundedBalancer} with a fixed heap, warm, and by how much it has grown since. */
final class BoundedChild {

    private static final Pattern DIRECT = Pattern.compile("direct (\\d+)\n");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int WARM_UP = 4 << 20;

    final Child child;
    final InetSocketAddress address;
    private long resident;
    private long direct;

    private BoundedChild(Child child) {
        this.child = child;
        this.address = ChildJvm.address(child);
    }

    static BoundedChild start(Children children, Transport transport, HttpServer server, Duration head)
            throws IOException, URISyntaxException {
        return new BoundedChild(children.start(ChildJvm.command(
                List.of("-Xms256m", "-Xmx256m", "-XX:+AlwaysPreTouch", "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn"),
                HttpBoundedBalancer.class,
                transport.name(),
                "" + server.address().getPort(),
                "" + head.toMillis())));
    }

    /** Compiles what will run, and lets the pools have what they want. The server answers {@link #answer}. */
    void warmUp() throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                all.add(clients.submit(this::exchanges));
            }
            for (Future<?> each : all) {
                each.get();
            }
        } finally {
            clients.shutdownNow();
        }
        resident = ProcessUse.residentBytes(child);
        direct = direct();
    }

    static Answer answer(String target) {
        return target.equals("/warm") ? Answer.of(200).seededBody(WARM_UP, 1) : Answer.ok("good");
    }

    private @Nullable Void exchanges() throws IOException {
        try (HttpPeer client = HttpPeer.connect(address)) {
            for (int i = 0; i < 4; i++) {
                client.request("POST", "/warm", "Content-Length: " + WARM_UP);
                client.tcp().sendSeeded(WARM_UP, 2);
                ReceivedResponse answer = client.read("POST", PATIENCE);
                if (answer.bodyBytes() != WARM_UP) {
                    throw new AssertionError("warming up: " + answer);
                }
            }
            for (int i = 0; i < 1000; i++) {
                client.get("/");
            }
        }
        return null;
    }

    /** Since it was warm. */
    long grownBytes() throws IOException {
        return ProcessUse.residentBytes(child) - resident;
    }

    long grownDirectBytes() {
        return direct() - direct;
    }

    private long direct() {
        Matcher matcher = DIRECT.matcher(child.text());
        long last = -1;
        while (matcher.find()) {
            last = Long.parseLong(matcher.group(1));
        }
        return last;
    }
}
