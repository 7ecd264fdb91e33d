package io.evenkeel.lb.netty.http.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.ForwardedHeaders;
import io.evenkeel.lb.netty.http.message.RequestMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which fields a client that is not trusted may not send. */
class ReservedFieldsTest {

    private static final ReservedFields STANDARD = new ReservedFields(ForwardedHeaders.DEFAULT);

    private static List<String> left(ReservedFields reserved, String... names) {
        RequestMessage message = new RequestMessage();
        for (String name : names) {
            message.fields().add(name, "x");
        }
        reserved.takeOut(message.fields());
        List<String> left = new ArrayList<>();
        message.forEachHeader((name, value) -> left.add(name));
        return left;
    }

    static List<String> reserved() {
        return ForwardedHeaders.RESERVED.stream()
                .map(name -> name.replace("*", "Anything"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("reserved")
    void eachInAnyCaseAndNumber(String name) {
        assertEquals(
                List.of("Host", "Accept"),
                left(
                        STANDARD,
                        "Host",
                        name,
                        name.toLowerCase(Locale.ROOT),
                        "Accept",
                        name.toUpperCase(Locale.ROOT),
                        name.replace('-', '_'),
                        name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Forwarded-Prefix",
                "X-Forwarded-Ssl",
                "X-Forwarded-Server",
                "X-Forwarded-By",
                "X-Forwarded-Client-Cert",
                "x_forwarded-FOR",
                "X-Real-Ip",
                "X-Original-URL",
                "X-Rewrite-URL",
                "SSL_CLIENT_VERIFY"
            })
    void whatFrameworksBelieve(String name) {
        assertEquals(List.of(), left(STANDARD, name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Forward",
                "X-Forwarder",
                "X-Forwardedness",
                "X-Real-IPs",
                "XX-Real-IP",
                "X-Real",
                "8-Real-IP",
                "Forwarded-For",
                "X-Request-Id",
                "Client-Certificate",
                "Cookie",
                "x"
            })
    void whatOnlyLooksAlike(String name) {
        assertEquals(List.of(name), left(STANDARD, name));
    }

    @Test
    void moreOfThem() {
        ForwardedHeaders settings =
                ForwardedHeaders.DEFAULT.reserve("X-User").reserve("Internal-*").reserve("Referer");
        ReservedFields reserved = new ReservedFields(settings);
        assertEquals(
                List.of("X-Users", "Internal"),
                left(
                        reserved,
                        "x-user",
                        "X_USER",
                        "X-Users",
                        "Internal",
                        "Internal-",
                        "INTERNAL_Id",
                        "X-Real-IP",
                        "referer"));
        assertTrue(reserved.areOf(settings));
        assertFalse(reserved.areOf(ForwardedHeaders.DEFAULT));
    }
}
