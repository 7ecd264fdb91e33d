package com.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.spi.ClientKey;
import io.evenkeel.lb.testkit.ModuleRules;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The schedulers of this package use nothing of ours that is not exported to everybody. */
class PublicApiTest {

    private static final Pattern PACKAGE = Pattern.compile("(io/evenkeel/[a-z/]+)/[A-Z]");

    @ParameterizedTest
    @ValueSource(strings = {"RendezvousHash", "PeakEwma", "PeakEwma$Costs"})
    void isAllThatTheyUse(String name) throws IOException {
        Set<String> used = new TreeSet<>();
        try (InputStream in = PublicApiTest.class.getResourceAsStream(name + ".class")) {
            String constants = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
            PACKAGE.matcher(constants)
                    .results()
                    .forEach(each -> used.add(each.group(1).replace('/', '.')));
        }
        assertEquals(Set.of("io.evenkeel.lb.schedule", "io.evenkeel.lb.spi"), used);
        assertTrue(ModuleRules.of(ClientKey.class, "io.evenkeel").exports().containsAll(used));
    }
}
