package io.evenkeel.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What {@code docs/in-a-framework.md} shows of the applications is in them. */
class FrameworksPageTest {

    private static final Pattern QUOTATION =
            Pattern.compile("<!-- from (\\S+) -->\n```\\w+\n(.*?)\n```", Pattern.DOTALL);

    @Test
    void whatThePageQuotesIsInTheFiles() throws IOException {
        Matcher quotation = QUOTATION.matcher(Files.readString(Path.of("../docs/in-a-framework.md")));
        int count = 0;
        while (quotation.find()) {
            String file = Files.readString(Path.of("..").resolve(quotation.group(1)));
            assertTrue(oneLine(file).contains(oneLine(quotation.group(2))), quotation.group());
            count++;
        }
        assertEquals(2, count);
    }

    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }
}
