package io.evenkeel.lb.netty.corpus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.testkit.tcp.End;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What client and recording server must have seen of a sample that went through a balancer. */
public final class CorpusCheck {

    /** Which a balancer may drop, add or write anew. */
    private static final Set<String> OURS = Set.of(
            "host",
            "connection",
            "keep-alive",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "content-length",
            "via",
            "forwarded",
            "x-forwarded-for",
            "x-forwarded-proto",
            "x-forwarded-host",
            "x-forwarded-port");

    private CorpusCheck() {}

    /** At the client, for a request: one 200 for each complete request, then the refusal, then the connection's end. */
    public static void answers(Sample sample, CorpusClient.Answers answers) {
        List<Integer> expected = new ArrayList<>();
        for (int i = 0; i < sample.complete() + (CorpusClient.asksForLast(sample) ? 1 : 0); i++) {
            expected.add(200);
        }
        List<Integer> statuses = answers.statuses();
        if (sample.ending() == Ending.REFUSED) {
            expected.add(sample.status());
        } else if (sample.ending() == Ending.CUT && statuses.size() > expected.size()) {
            // Whether it says so or only ends depends on what the server has answered meanwhile.
            int refused = statuses.get(expected.size());
            assertTrue(refused >= 400, () -> sample + ": " + statuses);
            expected.add(refused);
        }
        if (sample.ending() == Ending.MORE && statuses.size() == expected.size() + 1) {
            // Half a request and a FIN may be answered with a refusal, never with a success.
            assertTrue(statuses.get(expected.size()) >= 400, () -> sample + ": " + statuses);
        } else {
            assertEquals(expected, statuses, sample::name);
        }
        assertTrue(answers.end() == End.FIN || answers.end() == End.RESET, () -> sample + ": " + answers.end());
    }

    /** At the server, for a request: each complete request as it must be sent, and none other that is complete. */
    public static void requests(Sample sample, List<Seen> seen) {
        List<Seen> complete =
                new ArrayList<>(seen.stream().filter(one -> one.complete).toList());
        if (CorpusClient.asksForLast(sample)) {
            assertTrue(!complete.isEmpty(), () -> sample + ": server saw " + seen);
            Seen last = complete.remove(complete.size() - 1);
            assertEquals(CorpusClient.LAST_TARGET, last.target, sample::name);
        }
        assertEquals(sample.complete(), complete.size(), () -> sample + ": server saw " + seen);
        boolean bodyWasBegun = sample.complete() < sample.messages().size();
        assertTrue(bodyWasBegun || seen.stream().allMatch(one -> one.complete), () -> sample + ": server saw " + seen);
        for (int i = 0; i < complete.size(); i++) {
            request(sample, sample.messages().get(i), complete.get(i));
        }
    }

    /** The head that goes on to the other side, of one message. */
    public static void head(Sample sample, Expected expected, Seen seen) {
        if (sample.isRequest()) {
            requestLine(sample, expected, seen);
        } else {
            assertEquals(expected.status(), seen.status, sample::name);
        }
        fields(sample, expected, seen);
    }

    private static void request(Sample sample, Expected expected, Seen seen) {
        requestLine(sample, expected, seen);
        message(sample, expected, seen);
    }

    private static void requestLine(Sample sample, Expected expected, Seen seen) {
        assertEquals(expected.method(), seen.method, sample::name);
        assertEquals(expected.sentTarget(), seen.target, sample::name);
        assertEquals(1, seen.minorVersion, sample::name);
        if (!expected.host().equals("-")) {
            assertEquals(Targets.authority(expected.host()), Targets.authority(seen.host), sample::name);
        }
    }

    /** At the client, for a response of the corpus. */
    public static void response(Sample sample, CorpusClient.Answers answers) {
        List<Integer> statuses = answers.statuses();
        List<Expected> messages = sample.messages();
        List<Integer> expected =
                new ArrayList<>(messages.stream().map(Expected::status).toList());
        if (sample.ending() == Ending.REFUSED || messages.isEmpty()) {
            expected.add(502);
        }
        assertTrue(answers.end() == End.FIN || answers.end() == End.RESET, () -> sample + ": " + answers.end());
        boolean nothingOfTheLast = sample.complete() < messages.size() && statuses.size() == sample.complete();
        if (nothingOfTheLast) {
            // A cut may come before the head was sent.
            expected.remove(expected.size() - 1);
        }
        int forwarded = Math.min(messages.size(), statuses.size());
        if (sample.ending() == Ending.CUT && forwarded == messages.size() && statuses.get(forwarded - 1) == 502) {
            // What turned bad was seen before any of it had left.
            forwarded--;
            expected.set(forwarded, 502);
        }
        assertEquals(expected, statuses, sample::name);
        for (int i = 0; i < forwarded; i++) {
            Seen seen = answers.all().get(i);
            assertEquals(i < sample.complete(), seen.complete, () -> sample + ": " + seen);
            if (seen.complete) {
                message(sample, messages.get(i), seen);
            }
        }
    }

    private static void message(Sample sample, Expected expected, Seen seen) {
        assertEquals(expected.body(), seen.body.toString(), sample::name);
        assertEquals(expected.trailers(), seen.trailers, sample::name);
        fields(sample, expected, seen);
    }

    private static void fields(Sample sample, Expected expected, Seen seen) {
        for (String field : expected.sentFields()) {
            String name = field.substring(0, field.indexOf(':'));
            assertEquals(List.of(field.substring(name.length() + 1).strip()), seen.values(name), sample::name);
        }
        for (String name : expected.sentNot()) {
            assertTrue(seen.values(name).isEmpty(), () -> sample + ": " + name + " in " + seen);
        }
        if (expected.fields() != null) {
            assertEquals(endToEnd(expected.fields()), endToEnd(seen.fields), sample::name);
        }
    }

    private static List<String> endToEnd(List<String> fields) {
        return fields.stream()
                .filter(field ->
                        !OURS.contains(field.substring(0, field.indexOf(':')).toLowerCase(Locale.ROOT)))
                .toList();
    }
}
