package io.evenkeel.lb.netty.resolve;

import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.resolver.dns.DnsErrorCauseException;
import io.netty.resolver.dns.DnsNameResolverException;
import io.netty.resolver.dns.DnsNameResolverTimeoutException;
import java.net.UnknownHostException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Says in a short phrase why a name was not resolved. */
final class Causes {

    private Causes() {}

    /** What a lookup failed with, and what a name server said instead of an answer, if any did. */
    static String of(Throwable failure, @Nullable DnsResponseCode refusal) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof DnsErrorCauseException answer) {
                return name(answer.getCode());
            }
            if (each instanceof DnsNameResolverTimeoutException) {
                return "no answer from the name server";
            }
            if (each instanceof DnsNameResolverException broken && broken.getCause() != null) {
                return "the name server is not reached: " + broken.getCause().getMessage();
            }
        }
        if (refusal != null) {
            return name(refusal);
        }
        return failure instanceof UnknownHostException && failure.getCause() == null
                ? "no address"
                : String.valueOf(failure.getMessage());
    }

    /** As name servers' own tools write it, without the number that Netty adds. */
    private static String name(DnsResponseCode code) {
        String text = code.toString().toUpperCase(Locale.ROOT);
        int bracket = text.indexOf('(');
        return text.startsWith("UNKNOWN") || bracket < 0 ? text : text.substring(0, bracket);
    }
}
