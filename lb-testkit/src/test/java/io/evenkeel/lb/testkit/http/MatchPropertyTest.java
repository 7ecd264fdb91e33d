package io.evenkeel.lb.testkit.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.evenkeel.lb.route.Match;
import io.evenkeel.lb.route.RequestHead;
import io.evenkeel.lb.testkit.FakeRequestHead;
import java.util.function.Predicate;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Matches combine as conditions do; few hosts, paths and methods, so that they meet. */
class MatchPropertyTest {

    /** A match, and what it should say. */
    record Pair(Match match, Predicate<RequestHead> oracle) {}

    @Provide
    Arbitrary<RequestHead> heads() {
        return Combinators.combine(
                        Arbitraries.of("GET", "POST"),
                        Arbitraries.of("http://a", "https://b.a", "http://b.a:81"),
                        Arbitraries.of("/", "/x", "/x/y", "/xy"),
                        Arbitraries.of(true, false))
                .as((method, site, path, tagged) -> {
                    FakeRequestHead head = FakeRequestHead.of(method, site + path);
                    return tagged ? head.header("Tag", "1") : head;
                });
    }

    private static Arbitrary<Pair> leaves() {
        return Arbitraries.of(
                new Pair(Match.always(), head -> true),
                new Pair(Match.scheme("https"), head -> head.scheme().equals("https")),
                new Pair(Match.host("a"), head -> head.host().equals("a")),
                new Pair(Match.host("*.a"), head -> head.host().endsWith(".a")),
                new Pair(Match.path("/x"), head -> head.path().equals("/x")),
                new Pair(
                        Match.pathUnder("/x"),
                        head -> head.path().equals("/x") || head.path().startsWith("/x/")),
                new Pair(Match.method("GET"), head -> head.method().equals("GET")),
                new Pair(Match.header("tag"), head -> head.header("Tag") != null),
                new Pair(Match.header("tag", "2"), head -> false));
    }

    private static Arbitrary<Pair> trees(int depth) {
        if (depth == 0) {
            return leaves();
        }
        Arbitrary<Pair> below = trees(depth - 1);
        return Combinators.combine(Arbitraries.integers().between(0, 3), below, below)
                .as((kind, one, other) -> switch (kind) {
                    case 0 -> one;
                    case 1 -> new Pair(one.match().not(), one.oracle().negate());
                    case 2 ->
                        new Pair(one.match().and(other.match()), one.oracle().and(other.oracle()));
                    default ->
                        new Pair(one.match().or(other.match()), one.oracle().or(other.oracle()));
                });
    }

    @Provide
    Arbitrary<Pair> pairs() {
        return trees(4);
    }

    @Property(tries = 2000)
    void aMatchSaysWhatItsConditionsSay(@ForAll("pairs") Pair pair, @ForAll("heads") RequestHead head) {
        assertEquals(pair.oracle().test(head), pair.match().matches(head), () -> pair.match() + " of " + head);
    }

    @Property(tries = 1000)
    void theLawsOfDeMorganHold(
            @ForAll("pairs") Pair one, @ForAll("pairs") Pair other, @ForAll("heads") RequestHead head) {
        Match a = one.match();
        Match b = other.match();
        assertEquals(
                a.and(b).not().matches(head), a.not().or(b.not()).matches(head), () -> a + " / " + b + " of " + head);
        assertEquals(
                a.or(b).not().matches(head), a.not().and(b.not()).matches(head), () -> a + " / " + b + " of " + head);
    }

    @Property(tries = 500)
    void groupingDoesNotMatterAndTwoNotsAreNone(
            @ForAll("pairs") Pair one, @ForAll("pairs") Pair two, @ForAll("pairs") Pair three) {
        Match a = one.match();
        Match b = two.match();
        Match c = three.match();
        assertEquals(a.and(b).and(c), a.and(b.and(c)));
        assertEquals(a.or(b).or(c), a.or(b.or(c)));
        assertEquals(a.and(b).and(c).toString(), a.and(b.and(c)).toString());
        assertEquals(a, a.not().not());
    }
}
