package io.evenkeel.lb.netty.corpus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The corpus can be read and is as large as promised. */
class CorpusTest {

    @Test
    void holdsEnoughOfBothKinds() {
        long hostile = Corpus.all().stream().filter(Sample::isHostile).count();
        assertTrue(hostile >= 400, () -> "hostile: " + hostile);
        assertTrue(
                Corpus.all().size() - hostile >= 200,
                () -> "odd: " + (Corpus.all().size() - hostile));
    }

    @Test
    void namesAndMessagesAreTold() {
        Set<String> names = new HashSet<>();
        Set<String> texts = new HashSet<>();
        for (Sample sample : Corpus.all()) {
            assertTrue(names.add(sample.name()), sample.name());
            assertTrue(texts.add(sample.kind() + sample.method() + sample.text()), () -> "twice: " + sample.name());
            assertTrue(
                    !sample.messages().isEmpty() || sample.ending() != Ending.COMPLETE,
                    () -> "expects nothing: " + sample.name());
        }
    }

    @Test
    void escapes() {
        assertEquals("a\r\n\t\0 \\\u00ff{}", Escapes.decode("a\\r\\n\\t\\0\\s\\\\\\xFf{}"));
        assertEquals("abccabcc", Escapes.decode("\\{2*ab\\{2*c}}"));
        for (String bad : List.of("\\q", "caf\u00e9", "\\{2*a", "\\xg0")) {
            assertThrows(RuntimeException.class, () -> Escapes.decode(bad), bad);
        }
    }
}
