package io.evenkeel.lb.netty.http.message;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Every name is found by its number, in any case, and no other name is. */
class FieldIdTest {

    private static int of(String name) {
        byte[] bytes = ("[" + name + "]").getBytes(StandardCharsets.ISO_8859_1);
        int id = FieldId.of(bytes, 1, bytes.length - 1);
        assertEquals(id, FieldId.of(name), name);
        return id;
    }

    @Test
    void eachConstantIsItsName() throws IllegalAccessException {
        int count = 0;
        for (Field constant : FieldId.class.getFields()) {
            if (Modifier.isStatic(constant.getModifiers())
                    && !constant.getName().equals("OTHER")) {
                int id = constant.getInt(null);
                String name = FieldId.name(id);
                assertEquals(constant.getName(), name.toUpperCase(Locale.ROOT).replace('-', '_'));
                assertEquals(id, of(name));
                assertEquals(id, of(name.toLowerCase(Locale.ROOT)));
                assertEquals(id, of(name.toUpperCase(Locale.ROOT)));
                count++;
            }
        }
        assertEquals(46, count);
    }

    @Test
    void othersAreOthers() {
        for (String other : new String[] {
            "", "x", "xx", "hos", "hosts", "ho_t", "h\u00f6st", "cookie2", "content_length", "x".repeat(300)
        }) {
            assertEquals(FieldId.OTHER, of(other), other);
        }
    }
}
