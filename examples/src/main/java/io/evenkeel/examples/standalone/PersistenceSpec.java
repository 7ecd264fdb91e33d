package io.evenkeel.examples.standalone;

import io.evenkeel.lb.persist.Persistence;
import io.evenkeel.lb.persist.SourcePersistence;
import io.evenkeel.lb.persist.TablePersistence;
import io.evenkeel.lb.spi.Setting;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Reads what {@code --persistence} says: a kind, behind a colon its name, and {@code ,key=value}. */
final class PersistenceSpec {

    private static final String COOKIE = "EKID";
    private static final String TIMEOUT = "timeout=TIME";

    private PersistenceSpec() {}

    static Persistence parse(String text) {
        String head = Specs.head(text);
        String[] kind = head.split(":", 2);
        boolean named = kind.length == 2;
        return switch (kind[0]) {
            case "cookie" -> plain("cookie", text, Persistence.cookie(named ? kind[1] : COOKIE));
            case "passive-cookie" -> timed(kind, text, Persistence::passiveCookie);
            case "header" -> timed(kind, text, Persistence::header);
            default ->
                switch (head) {
                    case "none" -> plain("none", text, Persistence.none());
                    case "lync-cookie" -> plain("lync-cookie", text, Persistence.lyncCookie());
                    default -> source(head, text);
                };
        };
    }

    private static Persistence plain(String kind, String text, Persistence persistence) {
        Specs.attributes("persistence " + kind, text, List.of());
        return persistence;
    }

    private static <P extends TablePersistence<P>> Persistence timed(
            String[] kind, String text, Function<String, P> named) {
        if (kind.length == 1) {
            throw Setting.refusal("persistence", text, kind[0] + ":NAME");
        }
        P persistence = named.apply(kind[1]);
        String timeout = Specs.attributes("persistence " + kind[0], text, List.of(TIMEOUT))
                .get("timeout");
        return timeout == null ? persistence : persistence.timeout(timeout(timeout));
    }

    /** {@code source[/PREFIX][,prefix6=N][,timeout=TIME]}. */
    private static Persistence source(String head, String text) {
        String[] kind = head.split("/", 2);
        if (!kind[0].equals("source")) {
            throw Values.notYet(
                    "persistence: " + head,
                    "none, source[/PREFIX][,prefix6=N][,timeout=TIME], cookie[:NAME], lync-cookie,"
                            + " passive-cookie:NAME[,timeout=TIME], header:NAME[,timeout=TIME]");
        }
        SourcePersistence source = Persistence.source();
        if (kind.length > 1) {
            source = source.prefix(Values.number("persistence prefix", kind[1]));
        }
        Map<String, String> attributes = Specs.attributes("persistence source", text, List.of("prefix6=N", TIMEOUT));
        for (Map.Entry<String, String> attribute : attributes.entrySet()) {
            source = attribute.getKey().equals("prefix6")
                    ? source.prefix6(Values.number("persistence prefix6", attribute.getValue()))
                    : source.timeout(timeout(attribute.getValue()));
        }
        return source;
    }

    private static Duration timeout(String text) {
        return Values.duration("persistence timeout", text);
    }
}
