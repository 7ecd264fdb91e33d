package io.evenkeel.lb.netty.http.h1.parse;

import io.evenkeel.lb.netty.http.message.Authority;
import io.evenkeel.lb.netty.http.message.FieldId;
import io.evenkeel.lb.netty.http.message.Fields;
import io.evenkeel.lb.netty.http.message.Octets;
import io.evenkeel.lb.netty.http.message.RequestMessage;
import org.jspecify.annotations.Nullable;

/** What a complete request must fulfil: sound framing, and one truth about its host. */
final class RequestGuard {

    private static final long EXPECT = FieldId.mask(FieldId.EXPECT);
    private static final byte[] CONTINUE = Octets.of("100-continue");
    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    private RequestGuard() {}

    /** Null if it is sound; sets the request's framing, authority and expectation. */
    static @Nullable Fault check(RequestMessage request) {
        Fault framing = Framing.read(request);
        if (framing != null) {
            return framing;
        }
        Fields fields = request.fields();
        if (fields.mayHave(EXPECT)) {
            request.expectsContinue(request.minorVersion() == 1 && expectsContinue(fields));
        }
        int host = fields.find(FieldId.HOST, 0);
        return host < 0 ? checkWithoutHost(request) : checkHost(request, host);
    }

    private static boolean expectsContinue(Fields fields) {
        int i = fields.find(FieldId.EXPECT, 0);
        return i >= 0 && Octets.alike(fields.bytes(), fields.valueStart(i), fields.valueEnd(i), CONTINUE);
    }

    private static @Nullable Fault checkWithoutHost(RequestMessage request) {
        if (request.minorVersion() == 1) {
            return Fault.NO_HOST;
        }
        if (request.hasAuthority()) {
            Fields fields = request.fields();
            fields.add(FieldId.HOST, fields.bytes(), request.authorityStart(), request.authorityEnd());
        }
        return null;
    }

    private static @Nullable Fault checkHost(RequestMessage request, int host) {
        Fields fields = request.fields();
        if (fields.find(FieldId.HOST, host + 1) >= 0) {
            return Fault.HOST_REPEATED;
        }
        int from = fields.valueStart(host);
        int to = fields.valueEnd(host);
        int end = Authority.hostEnd(fields.bytes(), from, to);
        if (end < 0) {
            return Fault.BAD_HOST;
        }
        if (request.hasAuthority() && !isTargets(request, from, end, to)) {
            return Fault.HOST_DIFFERS;
        }
        request.authority(from, end, to);
        return null;
    }

    /** Whether a Host is the authority of the target; the port that its scheme implies need not be written. */
    private static boolean isTargets(RequestMessage request, int from, int end, int to) {
        byte[] bytes = request.fields().bytes();
        int length = end - from;
        int target = request.authorityStart();
        boolean secure = bytes[request.methodEnd() + "https".length()] != ':';
        int implied = secure ? HTTPS : HTTP;
        return request.hostEnd() - target == length
                && Octets.alike(bytes, from, target, length)
                && Authority.port(bytes, end, to, implied)
                        == Authority.port(bytes, request.hostEnd(), request.authorityEnd(), implied);
    }
}
