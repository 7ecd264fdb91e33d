package io.evenkeel.lb.netty.corpus;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Makes messages by the grammar, mostly sound ones, and bends some of them: wild bytes, pieces cut out, doubled or taken
 * from the corpus. The same randomness gives the same messages.
 */
public final class MessageMaker {

    private static final int LARGEST_SAMPLE = 2_000;
    private static final List<String> REQUESTS = small(Corpus.requests());
    private static final List<String> RESPONSES = small(Corpus.responses());

    private static final String[] METHODS = {
        "GET", "GET", "GET", "POST", "POST", "PUT", "HEAD", "DELETE", "OPTIONS", "get", "M-S", "CONNECT"
    };
    private static final String[] TARGETS = {
        "/",
        "/",
        "/a",
        "/a/b?c=d&e",
        "/?",
        "//",
        "/%00",
        "*",
        "http://a.test/x",
        "http://a.test",
        "http://a.test?q",
        "/\"<>",
        "/a;b",
        "a.test:80"
    };
    private static final String[] VERSIONS = {
        "HTTP/1.1",
        "HTTP/1.1",
        "HTTP/1.1",
        "HTTP/1.1",
        "HTTP/1.1",
        "HTTP/1.1",
        "HTTP/1.1",
        "HTTP/1.0",
        "HTTP/1.0",
        "HTTP/2.0",
        "HTTP/1.2"
    };
    private static final String[] STATUS_LINES = {
        "200 OK",
        "200 OK",
        "200 OK",
        "200 ",
        "404 Not Found",
        "500 \u00e9",
        "204 No Content",
        "304 Not Modified",
        "100 Continue",
        "103 Early Hints",
        "599 x\ty",
        "600 x",
        "99 x"
    };
    private static final String[] HOSTS = {
        "a.test", "a.test", "a.test", "a.test", "A.Test", "a.test:80", "[::1]:81", "", "b.test", "a b"
    };
    private static final String[] FIELDS = {
        "Accept: */*",
        "X-A:",
        "X-A: b",
        "x-a:\tb \t",
        "X-A: b  c",
        "User-Agent: x/1 (y; z)",
        "Cookie: a=b; c=\"d\"",
        "Connection: close",
        "Connection: keep-alive",
        "Connection: X-A, close",
        "Keep-Alive: 5",
        "TE: trailers",
        "Upgrade: websocket",
        "Expect: 100-continue",
        "X-A: \u00e9\u00ff",
        "Via: 1.1 x",
        "X-Forwarded-For: 1.2.3.4",
        "!#$%: 1",
        "Trailer: X-T",
        "Set-Cookie: a=b; Path=/"
    };
    private static final String[] ODD_FIELDS = {
        "Content-Length: 5",
        "Content-Length: 5, 5",
        "Content-Length: +5",
        "content-length: 0",
        "Transfer-Encoding: chunked",
        "transfer-encoding: CHUNKED ",
        "Transfer-Encoding: gzip",
        "Transfer-Encoding: gzip, chunked",
        "Host: a.test",
        "X-A : b",
        " folded",
        "X A: b",
        ": b",
        "X-A: \u0001",
        "X-A"
    };
    private static final String[] EXTENSIONS = {
        "", "", "", "", ";a", ";a=b", ";a=\"b c\"", ";a=\"\\\"\"", ";a;b=c", " ;a", "; a=b", ";", ";a=\"\n\""
    };
    private static final String[] TRAILERS = {
        "X-T: 1", "X-T:", "x-u: \u00e9", "Content-Length: 3", "Host: b.test", "Connection: close", "Bad : x"
    };
    private static final String WILD = "\r\n\0\t :;,\"=a0+-\\/?#*[]@%\u007f\u000b\u00ff\u0085\u00a0\u0001AXx19";
    private static final String[] WILD_TEXTS = {
        "\r\n",
        "\r\n\r\n",
        "\n",
        "\n\n",
        "\r",
        " ",
        "\t",
        "0\r\n\r\n",
        "\r\n ",
        "Content-Length: 1\r\n",
        "Transfer-Encoding: chunked\r\n",
        "GET / HTTP/1.1\r\n",
        "HTTP/1.1",
        "5\r\nhello\r\n",
        "\0",
        "chunked",
        ",",
        "1",
        "ffffffff"
    };

    private final Random random;

    public MessageMaker(Random random) {
        this.random = random;
    }

    /** One to three requests. */
    public String requests() {
        return message(true);
    }

    /** A response, perhaps behind an informational one. */
    public String responses() {
        return message(false);
    }

    /** A chunked body with its trailers. */
    public String chunks() {
        StringBuilder text = new StringBuilder();
        addChunks(text);
        return chance(2) ? bent(text, REQUESTS) : text.toString();
    }

    private String message(boolean request) {
        List<String> corpus = request ? REQUESTS : RESPONSES;
        StringBuilder text = new StringBuilder();
        if (chance(5)) {
            text.append(one(corpus));
        } else {
            for (int i = random.nextInt(3); i >= 0; i--) {
                add(text, request);
            }
        }
        return chance(2) ? bent(text, corpus) : text.toString();
    }

    private void add(StringBuilder text, boolean request) {
        if (request) {
            text.append(one(METHODS))
                    .append(' ')
                    .append(one(TARGETS))
                    .append(' ')
                    .append(one(VERSIONS));
            text.append("\r\nHost:")
                    .append(chance(2) ? " " : "")
                    .append(one(HOSTS))
                    .append("\r\n");
        } else {
            text.append(one(VERSIONS)).append(' ').append(one(STATUS_LINES)).append("\r\n");
        }
        for (int i = random.nextInt(5); i > 0; i--) {
            text.append(chance(30) ? one(ODD_FIELDS) : one(FIELDS)).append("\r\n");
        }
        switch (random.nextInt(4)) {
            case 0 -> {
                int length = random.nextInt(12);
                String field = "Content-Length: " + length + "\r\n";
                text.append(field)
                        .append(chance(10) ? field : "")
                        .append("\r\n")
                        .append("0\r\n\r\nGET / H".substring(0, length));
            }
            case 1 -> {
                text.append("Transfer-Encoding: chunked\r\n\r\n");
                addChunks(text);
            }
            default -> text.append("\r\n");
        }
    }

    private void addChunks(StringBuilder text) {
        for (int i = random.nextInt(4); i > 0; i--) {
            int size = 1 + random.nextInt(20);
            text.append(chance(8) ? "00" : "")
                    .append(
                            chance(2)
                                    ? Integer.toHexString(size)
                                    : Integer.toHexString(size).toUpperCase(java.util.Locale.ROOT));
            text.append(one(EXTENSIONS))
                    .append("\r\n")
                    .append("x0\r\n\r\nGET / HTTP/1.1\r\n".substring(0, Math.min(size, 20)))
                    .append("\r\n");
        }
        text.append(chance(8) ? "000" : "0").append(one(EXTENSIONS)).append("\r\n");
        for (int i = chance(3) ? 1 + random.nextInt(2) : 0; i > 0; i--) {
            text.append(one(TRAILERS)).append("\r\n");
        }
        text.append("\r\n");
    }

    private String bent(StringBuilder text, List<String> corpus) {
        for (int i = random.nextInt(3); i >= 0; i--) {
            int at = random.nextInt(text.length() + 1);
            int to = Math.min(text.length(), at + 1 + random.nextInt(chance(3) ? 40 : 2));
            switch (random.nextInt(8)) {
                case 0 -> text.replace(at, to, Character.toString(WILD.charAt(random.nextInt(WILD.length()))));
                case 1 -> text.insert(at, WILD.charAt(random.nextInt(WILD.length())));
                case 2 -> text.insert(at, one(WILD_TEXTS));
                case 3 -> text.delete(at, to);
                case 4 -> text.insert(at, text.substring(at, to));
                case 5 -> text.setLength(at);
                case 6 -> {
                    if (at < text.length()) {
                        text.setCharAt(at, (char) (text.charAt(at) ^ 1 << random.nextInt(8)));
                    }
                }
                default -> {
                    String other = one(corpus);
                    text.setLength(at);
                    text.append(other, random.nextInt(other.length()), other.length());
                }
            }
        }
        return text.toString();
    }

    private boolean chance(int oneIn) {
        return random.nextInt(oneIn) == 0;
    }

    private String one(String[] choice) {
        return choice[random.nextInt(choice.length)];
    }

    private String one(List<String> choice) {
        return choice.get(random.nextInt(choice.size()));
    }

    private static List<String> small(Stream<Sample> samples) {
        return samples.map(Sample::text)
                .filter(text -> text.length() <= LARGEST_SAMPLE)
                .toList();
    }
}
