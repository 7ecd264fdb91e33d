package io.evenkeel.lb.testkit.http;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Where a body ends.
 *
 * @param kind which of the four
 * @param length of a body with a length, else 0
 */
record Framing(Kind kind, long length) {

    enum Kind {
        NONE,
        LENGTH,
        CHUNKED,
        UNTIL_CLOSE
    }

    static final Framing NONE = new Framing(Kind.NONE, 0);

    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");

    static Framing ofRequest(Fields fields, boolean http11) throws MalformedMessageException {
        return of(fields, http11, NONE);
    }

    static Framing ofResponse(Fields fields, boolean http11, int status, String method)
            throws MalformedMessageException {
        Framing said = of(fields, http11, new Framing(Kind.UNTIL_CLOSE, 0));
        boolean bodiless = status < 200 || status == 204;
        if (bodiless && said.kind == Kind.CHUNKED) {
            throw new MalformedMessageException("Transfer-Encoding with status " + status);
        }
        return bodiless || status == 304 || method.equals("HEAD") ? NONE : said;
    }

    private static Framing of(Fields fields, boolean http11, Framing otherwise) throws MalformedMessageException {
        List<String> encodings = fields.all("Transfer-Encoding");
        List<String> lengths = fields.all("Content-Length");
        if (encodings.isEmpty() && lengths.isEmpty()) {
            return otherwise;
        }
        if (encodings.size() + lengths.size() > 1) {
            throw new MalformedMessageException("framed twice: " + encodings + " and " + lengths);
        }
        if (lengths.isEmpty()) {
            if (!http11 || !encodings.get(0).equalsIgnoreCase("chunked")) {
                throw new MalformedMessageException("Transfer-Encoding: " + encodings.get(0));
            }
            return new Framing(Kind.CHUNKED, 0);
        }
        if (!LENGTH.matcher(lengths.get(0)).matches()) {
            throw new MalformedMessageException("Content-Length: " + lengths.get(0));
        }
        return new Framing(Kind.LENGTH, Long.parseLong(lengths.get(0)));
    }
}
