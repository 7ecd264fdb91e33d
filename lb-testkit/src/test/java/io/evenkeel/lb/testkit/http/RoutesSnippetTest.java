package io.evenkeel.lb.testkit.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.evenkeel.lb.observe.AccessLog;
import io.evenkeel.lb.route.FixedAnswer;
import io.evenkeel.lb.route.HttpFilter;
import io.evenkeel.lb.route.Match;
import io.evenkeel.lb.route.Redirect;
import io.evenkeel.lb.route.RequestExchange;
import io.evenkeel.lb.route.ResponseExchange;
import io.evenkeel.lb.route.Route;
import io.evenkeel.lb.testkit.FakeRequestHead;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The README's snippet on routes, filters and the access log compiles, does what it says, and is this one. */
class RoutesSnippetTest {

    private record Snippet(List<Route> routes, HttpFilter tenants, AccessLog log) {}

    private static Snippet snippet() {
        // <snippet>
        List<Route> routes = List.of( // the first that matches decides; else the default pool
                Route.when(Match.scheme("http")).redirect(Redirect.toHttps()),
                Route.when(Match.host("*.example.com").and(Match.pathUnder("/api")))
                        .to("api"),
                Route.when(Match.path("/robots.txt")).answer(FixedAnswer.of(404).text("none")));

        HttpFilter tenants = new HttpFilter() {
            @Override
            public void onRequest(RequestExchange exchange) {
                if (!exchange.head().hasHeader("X-Tenant")) {
                    exchange.answer(FixedAnswer.of(400).text("X-Tenant is missing"));
                }
            }

            @Override
            public void onResponse(ResponseExchange exchange) {
                exchange.removeHeader("Server");
            }
        };

        AccessLog log = AccessLog.json().logger("access"); // SLF4J, level info
        // </snippet>
        return new Snippet(routes, tenants, log);
    }

    private static String routed(String url) {
        FakeRequestHead head = FakeRequestHead.of("GET", url);
        return snippet().routes().stream()
                .filter(route -> route.match().matches(head))
                .findFirst()
                .map(route -> route.action().getClass().getSimpleName())
                .orElse("default");
    }

    @Test
    void theRoutesRoute() {
        assertEquals("Redirecting", routed("http://www.example.com/api"));
        assertEquals("ToPool", routed("https://www.example.com/api/x"));
        assertEquals("Answering", routed("https://www.example.com/robots.txt"));
        assertEquals("default", routed("https://example.com/api"));
        assertEquals("json to logger access", snippet().log().toString());
    }

    /** Calls that change something, as texts. */
    private static <T> T recording(Class<T> type, FakeRequestHead head, List<String> calls) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, args) -> {
            if (method.getName().equals("head")) {
                return head;
            }
            calls.add(method.getName() + Arrays.toString(args));
            return null;
        }));
    }

    @Test
    void theFilterFilters() {
        List<String> calls = new ArrayList<>();
        FakeRequestHead head = FakeRequestHead.of("GET", "https://a/");
        snippet().tenants().onRequest(recording(RequestExchange.class, head, calls));
        assertEquals(List.of("answer[answer 400, 19 bytes of text/plain; charset=utf-8]"), calls);
        calls.clear();
        head.header("x-tenant", "blue");
        snippet().tenants().onRequest(recording(RequestExchange.class, head, calls));
        assertEquals(List.of(), calls);
        snippet().tenants().onResponse(recording(ResponseExchange.class, head, calls));
        assertEquals(List.of("removeHeader[Server]"), calls);
    }

    @Test
    void theReadmeHasTheSameText() throws IOException {
        String source = Files.readString(Path.of("src/test/java/io/evenkeel/lb/testkit/http/RoutesSnippetTest.java"));
        String snippet = source.substring(source.indexOf("// <snippet>") + 12, source.indexOf("// </snippet>"));
        String readme = Files.readString(Path.of("../README.md"));
        int begin = readme.indexOf("```java\n", readme.indexOf("RoutesSnippetTest.java")) + 8;
        assertEquals(oneLine(snippet), oneLine(readme.substring(begin, readme.indexOf("```", begin))));
    }

    private static String oneLine(String code) {
        return code.strip().replaceAll("\\s+", " ");
    }
}
