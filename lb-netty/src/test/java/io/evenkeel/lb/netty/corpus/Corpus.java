package io.evenkeel.lb.netty.corpus;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Reads the corpus; its README beside the files says how they are written. */
public final class Corpus {

    private static final List<String> FILES = List.of(
            "request-line",
            "request-fields",
            "request-host",
            "request-length",
            "request-coding",
            "request-chunks",
            "request-sequence",
            "request-limits",
            "response-head",
            "response-body");
    private static final List<Sample> ALL =
            FILES.stream().flatMap(file -> new Corpus(file).read()).toList();

    private final String file;
    private final List<Sample> samples = new ArrayList<>();
    private String kind = "";

    // Of the sample that is being read.
    private String name;
    private StringBuilder text;
    private String method;
    private List<Expected> messages;
    private Ending ending;
    private int status;

    private Corpus(String file) {
        this.file = file + ".txt";
    }

    public static List<Sample> all() {
        return ALL;
    }

    public static Stream<Sample> requests() {
        return ALL.stream().filter(Sample::isRequest);
    }

    public static Stream<Sample> responses() {
        return ALL.stream().filter(sample -> !sample.isRequest());
    }

    private Stream<Sample> read() {
        int number = 0;
        for (String line : lines()) {
            number++;
            try {
                read(line);
            } catch (RuntimeException e) {
                throw new IllegalStateException(file + ", line " + number + ": " + line, e);
            }
        }
        end();
        return samples.stream();
    }

    private List<String> lines() {
        try (InputStream input = Corpus.class.getResourceAsStream("/http1/" + file)) {
            return new String(input.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read(String line) {
        if (line.isEmpty() || line.startsWith("#")) {
            return;
        }
        int blank = line.indexOf(' ');
        String word = blank < 0 ? line : line.substring(0, blank);
        String rest = blank < 0 ? "" : line.substring(blank + 1);
        if (ending != Ending.COMPLETE && name != null && !word.equals("==")) {
            throw new IllegalArgumentException("nothing may follow the ending");
        }
        switch (word) {
            case "kind" -> kind = rest;
            case "==" -> begin(rest);
            case ">" -> text.append(Escapes.decode(rest)).append("\r\n");
            case ">>" -> text.append(Escapes.decode(rest));
            case "to" -> method = rest;
            case "read" -> messages.add(message(rest.split(" ")));
            case "refuse" -> {
                status = Integer.parseInt(rest);
                ending = Ending.REFUSED;
            }
            case "cut" -> ending = Ending.CUT;
            case "more" -> ending = Ending.MORE;
            case "until-end" -> ending = Ending.UNTIL_END;
            default -> property(messages.get(messages.size() - 1), word, Escapes.decode(rest));
        }
    }

    private void begin(String next) {
        end();
        name = next;
        text = new StringBuilder();
        method = "GET";
        messages = new ArrayList<>();
        ending = Ending.COMPLETE;
        status = 0;
    }

    private void end() {
        if (name != null) {
            samples.add(new Sample(file, name, kind, text.toString(), method, List.copyOf(messages), ending, status));
        }
    }

    private Expected message(String[] words) {
        Expected message = new Expected();
        if (kind.equals("request")) {
            message.method = Escapes.decode(words[0]);
            message.target = Escapes.decode(words[1]);
            message.host = Escapes.decode(words[2]);
        } else {
            message.status = Integer.parseInt(words[0]);
        }
        return message;
    }

    private static void property(Expected message, String word, String rest) {
        switch (word) {
            case "version" -> message.minorVersion = Integer.parseInt(rest.substring("1.".length()));
            case "keep" -> message.keepAlive = !rest.equals("no");
            case "reason" -> message.reason = rest;
            case "field" -> {
                message.fields = message.fields == null ? new ArrayList<>() : message.fields;
                message.fields.add(field(rest));
            }
            case "body" -> message.body = rest;
            case "trailer" -> message.trailers.add(field(rest));
            case "sent-target" -> message.sentTarget = rest;
            case "sent-field" -> message.sentFields.add(field(rest));
            case "sent-not" -> message.sentNot.add(rest);
            default -> throw new IllegalArgumentException("unknown word");
        }
    }

    /** Lines end without blanks, fields with an empty value have one. */
    private static String field(String text) {
        return text.endsWith(":") && text.indexOf(':') == text.length() - 1 ? text + " " : text;
    }
}
