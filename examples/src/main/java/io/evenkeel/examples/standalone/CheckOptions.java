package io.evenkeel.examples.standalone;

import io.evenkeel.lb.check.HealthCheck;
import io.evenkeel.lb.check.HealthPolicy;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags that say how and how often servers are checked. */
final class CheckOptions {

    @Option(
            names = "--check",
            paramLabel = "SPEC",
            description = "none, tcp[,port=N] or http:/PATH[,port=N] (GET answered 2xx, 301, 302 or 401); default tcp.")
    private String check = "tcp";

    @Option(names = "--interval", paramLabel = "TIME", description = "Of checks, such as 500ms, 2s, 1m; default 9s.")
    private @Nullable String interval;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            description = "Of a check; default the smaller of 4s and interval.")
    private @Nullable String timeout;

    @Option(names = "--rise", paramLabel = "N", description = "Successes that bring a server back; default 1.")
    private @Nullable String rise;

    @Option(names = "--fall", paramLabel = "N", description = "Failures that take a server down; default 2.")
    private @Nullable String fall;

    HealthCheck check() {
        return Specs.check(check).check();
    }

    HealthPolicy policy() {
        HealthPolicy policy = HealthPolicy.DEFAULT;
        if (interval != null) {
            policy = HealthPolicy.every(Values.duration("check interval", interval));
        }
        if (timeout != null) {
            policy = policy.timeout(Values.duration("check timeout", timeout));
        }
        if (rise != null) {
            policy = policy.rise(Values.number("check rise", rise));
        }
        if (fall != null) {
            policy = policy.fall(Values.number("check fall", fall));
        }
        int port = Specs.check(check).port();
        return port == 0 ? policy : policy.port(port);
    }
}
