package io.evenkeel.lb.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.ForwardedHeaders;
import io.evenkeel.lb.testkit.http.Answer;
import io.evenkeel.lb.testkit.http.Fields;
import io.evenkeel.lb.testkit.http.HttpPeer;
import io.evenkeel.lb.testkit.http.ReceivedResponse;
import io.evenkeel.lb.testkit.http.SeenRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.extension.ExtendWith;

/** Which fields go on, which do not, and which are added. */
@ExtendWith(LeakExtension.class)
class HttpFieldsTest {

    private static HttpRig start(Transport transport, ForwardedHeaders forwarding) {
        return HttpRig.start(
                transport, service -> service.forwarding(forwarding), HttpRig.servers(request -> Answer.ok("x")));
    }

    private static Fields seen(HttpRig rig) {
        return rig.server().lastRequest().fields();
    }

    @EachTransport
    void whatIsForTheNextHopOnly(Transport transport) throws Exception {
        try (HttpRig rig = start(transport, ForwardedHeaders.NONE)) {
            HttpPeer client = rig.connect();
            client.get(
                    "/",
                    "Connection: keep-alive, X-Mine, Host, Content-Length, X-Forwarded-For",
                    "X-Mine: 1",
                    "x-mine: 2",
                    "Keep-Alive: timeout=5",
                    "Proxy-Connection: keep-alive",
                    "Proxy-Authorization: Basic x",
                    "TE: trailers",
                    "Upgrade: websocket",
                    "HTTP2-Settings: AAA",
                    "X-Kept: yes",
                    "Accept: */*",
                    "Accept: text/html");
            Fields fields = seen(rig);
            for (String gone : List.of(
                    "Connection",
                    "X-Mine",
                    "Keep-Alive",
                    "Proxy-Connection",
                    "Proxy-Authorization",
                    "TE",
                    "Upgrade",
                    "HTTP2-Settings",
                    "Via",
                    "X-Forwarded-For")) {
                assertFalse(fields.has(gone), gone + " in\n" + fields);
            }
            assertEquals("test", fields.first("Host"));
            assertEquals("yes", fields.first("X-Kept"));
            assertEquals(List.of("*/*", "text/html"), fields.all("Accept"));
        }
    }

    /** Not even in trailers; and what the balancer tells itself is the only thing that is told. */
    @EachTransport
    void whatOnlyTrustedClientsMaySay(Transport transport) throws Exception {
        List<String> names = ForwardedHeaders.RESERVED.stream()
                .map(name -> name.replace("*", "Prefix"))
                .toList();
        List<String> lines = new ArrayList<>(List.of("Transfer-Encoding: chunked", "X-User: root", "X-Request-Id: 1"));
        for (String name : names) {
            lines.add(name + ": evil");
            lines.add(name.toUpperCase(Locale.ROOT).replace('-', '_') + ": evil");
            lines.add(name.toLowerCase(Locale.ROOT) + ": evil");
        }
        String chunks = "2\r\nhi\r\n0\r\nX-Forwarded-Prefix: evil\r\nx_user: evil\r\nX-Checksum: 1\r\n\r\n";
        ForwardedHeaders settings = ForwardedHeaders.DEFAULT.reserve("X-User");
        try (HttpRig rig = start(transport, settings)) {
            HttpPeer client = rig.connect();
            client.request("POST", "/", lines.toArray(String[]::new));
            client.send(chunks);
            assertEquals(200, client.read("POST").status());
            assertFalse(seen(rig).toString().contains("evil"), seen(rig)::toString);
            assertFalse(seen(rig).has("X-User"));
            assertEquals("1", seen(rig).first("X-Request-Id"));
            assertEquals("127.0.0.1", seen(rig).first("X-Forwarded-For"));
            Fields trailers = rig.server().lastRequest().trailers();
            assertFalse(trailers.toString().contains("evil"), trailers::toString);
            assertEquals("1", trailers.first("X-Checksum"));
        }
        try (HttpRig rig = start(transport, settings.trust("127.0.0.0/8"))) {
            HttpPeer client = rig.connect();
            client.request("POST", "/", lines.toArray(String[]::new));
            client.send(chunks);
            assertEquals(200, client.read("POST").status());
            for (String name : names) {
                assertTrue(seen(rig).all(name).contains("evil") || name.contains("Forwarded"), name);
                assertTrue(seen(rig).has(name), name);
            }
            assertEquals("root", seen(rig).first("X-User"));
        }
    }

    @EachTransport
    void whatIsForThePreviousHopOnly(Transport transport) throws Exception {
        Answer answer = Answer.ok("hello")
                .header("Connection", "keep-alive, X-Mine, Content-Length")
                .header("Keep-Alive", "timeout=5")
                .header("X-Mine", "1")
                .header("Upgrade", "h2c")
                .header("Proxy-Authenticate", "Basic")
                .header("Set-Cookie", "a=1")
                .header("Set-Cookie", "b=2");
        try (HttpRig rig = HttpRig.answering(transport, request -> answer)) {
            HttpPeer client = rig.connect();
            for (int i = 0; i < 2; i++) {
                ReceivedResponse received = client.get("/");
                assertEquals("hello", received.bodyText());
                Fields fields = received.fields();
                for (String gone : List.of("Connection", "Keep-Alive", "X-Mine", "Upgrade", "Proxy-Authenticate")) {
                    assertFalse(fields.has(gone), gone + " in\n" + fields);
                }
                assertEquals(List.of("a=1", "b=2"), fields.all("Set-Cookie"));
            }
        }
    }

    @EachTransport
    void theClientIsToldTo(Transport transport) throws Exception {
        ForwardedHeaders all = ForwardedHeaders.DEFAULT.forwarded(true).via("lb1");
        try (HttpRig rig = start(transport, all)) {
            rig.get(
                    "/",
                    "X-Forwarded-For: 9.9.9.9",
                    "X-Forwarded-Proto: https",
                    "X-Forwarded-Host: evil",
                    "X-Forwarded-Port: 1",
                    "Forwarded: for=9.9.9.9",
                    "Via: 1.1 other");
            Fields fields = seen(rig);
            int port = Balancers.address(rig.balancer()).getPort();
            assertEquals(List.of("127.0.0.1"), fields.all("X-Forwarded-For"));
            assertEquals(List.of("http"), fields.all("X-Forwarded-Proto"));
            assertEquals(List.of("test"), fields.all("X-Forwarded-Host"));
            assertEquals(List.of("" + port), fields.all("X-Forwarded-Port"));
            assertEquals(List.of("for=127.0.0.1;host=\"test\";proto=http"), fields.all("Forwarded"));
            assertEquals("1.1 other, 1.1 lb1", String.join(", ", fields.all("Via")));
        }
    }

    @EachTransport
    void aTrustedClientIsBelieved(Transport transport) throws Exception {
        ForwardedHeaders all = ForwardedHeaders.DEFAULT.forwarded(true).trust("127.0.0.0/8");
        try (HttpRig rig = start(transport, all)) {
            rig.get(
                    "/",
                    "X-Forwarded-For: 9.9.9.9",
                    "X-Forwarded-For: 8.8.8.8",
                    "X-Forwarded-Proto: https",
                    "Forwarded: for=9.9.9.9");
            Fields fields = seen(rig);
            assertEquals("9.9.9.9, 8.8.8.8, 127.0.0.1", String.join(", ", fields.all("X-Forwarded-For")));
            assertEquals(List.of("https"), fields.all("X-Forwarded-Proto"));
            assertEquals(List.of("test"), fields.all("X-Forwarded-Host"));
            assertEquals(
                    "for=9.9.9.9, for=127.0.0.1;host=\"test\";proto=http", String.join(", ", fields.all("Forwarded")));
        }
    }

    @EachTransport
    void targetsWithASchemeAndWithout(Transport transport) throws Exception {
        try (HttpRig rig = start(transport, ForwardedHeaders.DEFAULT)) {
            HttpPeer client = rig.connect();
            client.send("GET http://www.example.com:80/a?b HTTP/1.1\r\nHost: www.example.com\r\n\r\n");
            assertEquals(200, client.read("GET").status());
            SeenRequest seen = rig.server().lastRequest();
            assertEquals("/a?b", seen.target());
            assertTrue(seen.fields().first("Host").startsWith("www.example.com"));
            client.send("GET http://www.example.com HTTP/1.1\r\nHost: www.example.com\r\n\r\n");
            assertEquals(200, client.read("GET").status());
            assertEquals("/", rig.server().lastRequest().target());
            client.send("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n");
            assertEquals(200, client.read("OPTIONS").status());
            assertEquals("*", rig.server().lastRequest().target());
            client.send("GET /%7e/../x;y?q=%00 HTTP/1.1\r\nHost: a\r\n\r\n");
            assertEquals(200, client.read("GET").status());
            assertEquals("/%7e/../x;y?q=%00", rig.server().lastRequest().target());
        }
    }

    @EachTransport
    void aRequestOfHttp10WithoutAHost(Transport transport) throws Exception {
        try (HttpRig rig = start(transport, ForwardedHeaders.DEFAULT)) {
            HttpPeer client = rig.connect();
            client.send("GET / HTTP/1.0\r\n\r\n");
            assertEquals(200, client.read("GET").status());
            int port = Balancers.address(rig.balancer()).getPort();
            assertEquals("127.0.0.1:" + port, seen(rig).first("Host"));
            assertNull(seen(rig).first("X-Forwarded-Host"));
        }
    }
}
