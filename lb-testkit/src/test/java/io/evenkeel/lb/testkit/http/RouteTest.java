package io.evenkeel.lb.testkit.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.evenkeel.lb.route.FixedAnswer;
import io.evenkeel.lb.route.Match;
import io.evenkeel.lb.route.Redirect;
import io.evenkeel.lb.route.Route;
import io.evenkeel.lb.route.RouteAction;
import org.junit.jupiter.api.Test;

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
    void aPoolHasAName() {
        assertEquals(
                "route pool: \" \" is not allowed; allowed: a text that is not blank",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> Route.when(api).to(" "))
                        .getMessage());
    }
}
