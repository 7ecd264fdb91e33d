package io.evenkeel.lb.testkit.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.evenkeel.lb.route.FixedAnswer;
import io.evenkeel.lb.route.Match;
import io.evenkeel.lb.route.Redirect;
import io.evenkeel.lb.route.Route;
import io.evenkeel.lb.route.RouteAction;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class RouteTest {

    private final Match api = Match.pathUnder("/api");

    @Test
    void actions() {
        assertEquals(new RouteAction.ToPool("api"), Route.when(api).to("api").action());
        assertEquals(
                new RouteAction.Redirecting(Redirect.toHttps()),
                Route.when(api).redirect(Redirect.toHttps()).action());
        assertEquals(
                new RouteAction.Answering(FixedAnswer.of(404)),
                Route.when(api).answer(FixedAnswer.of(404)).action());
        assertEquals(api, Route.when(api).to("api").match());
    }

    @Test
    void routesReadAsTheyWereMeant() {
        assertEquals("path under /api -> pool api", Route.when(api).to("api").toString());
        assertEquals(
                "always -> redirect 308 https://{host}{target}",
                Route.when(Match.always()).redirect(Redirect.toHttps()).toString());
        assertEquals(
                "path /x -> answer 404",
                Route.when(Match.path("/x")).answer(FixedAnswer.of(404)).toString());
    }

    @Test
    void routesHaveValueEquality() {
        Route route = Route.when(api).to("api");
        assertEquals(route, Route.when(Match.pathUnder("/api")).to("api"));
        assertEquals(
                route.hashCode(), Route.when(Match.pathUnder("/api")).to("api").hashCode());
        assertNotEquals(route, Route.when(api).to("other"));
        assertNotEquals(route, Route.when(Match.always()).to("api"));
    }

    @Test
    void timeoutsOfItsOwn() {
        Route route = Route.when(api).to("api");
        Route patient = route.response(Duration.ofMinutes(5)).silence(Duration.ofHours(1));
        assertEquals(Optional.of(Duration.ofMinutes(5)), patient.response());
        assertEquals(Optional.of(Duration.ofHours(1)), patient.silence());
        assertEquals(Optional.empty(), route.response());
        assertEquals(Optional.empty(), route.silence());
        assertEquals("path under /api -> pool api, response 300s, silence 3600s", patient.toString());
        assertEquals(patient, route.silence(Duration.ofHours(1)).response(Duration.ofMinutes(5)));
        assertNotEquals(patient, route);
        assertEquals(
                "route silence timeout: 5ms is not allowed; allowed: 10ms to 86400s",
                refusal(() -> route.silence(Duration.ofMillis(5))));
        assertEquals(
                "route response timeout: 86401s is not allowed; allowed: 10ms to 86400s",
                refusal(() -> route.response(Duration.ofSeconds(86_401))));
        assertEquals(
                "route response timeout: 1s is not allowed; allowed: a route to a pool, as no server is waited for here",
                refusal(() -> Route.when(api).answer(FixedAnswer.of(404)).response(Duration.ofSeconds(1))));
    }

    private static String refusal(Executable call) {
        return assertThrows(IllegalArgumentException.class, call).getMessage();
    }

    @Test
    void aPoolHasAName() {
        assertEquals(
                "route pool: \" \" is not allowed; allowed: a text that is not blank",
                refusal(() -> Route.when(api).to(" ")));
    }
}
