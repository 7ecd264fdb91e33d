package io.evenkeel.lb.netty.http.h1.parse;

/** Why a message is refused, and with what status if it is a request. */
enum Fault {
    BARE_LF("a line ends without CR"),
    BARE_CR("a CR without LF"),
    CONTROL("a control character"),
    EMPTY_LINES("empty lines before the message"),
    BAD_METHOD("a bad method"),
    BAD_TARGET("a bad target"),
    TARGET_TOO_LONG(431, "a target that is too long"),
    BAD_REQUEST_LINE("a bad request line"),
    BAD_VERSION("a bad version"),
    UNSUPPORTED_VERSION(505, "a version other than HTTP/1.0 and HTTP/1.1"),
    CONNECT(501, "a CONNECT"),
    BAD_STATUS_LINE("a bad status line"),
    BAD_NAME("a bad field name"),
    BLANK_BEFORE_COLON("a blank before a colon"),
    FOLDED("a folded line"),
    HEAD_TOO_LONG(431, "a head that is too long"),
    TOO_MANY_FIELDS(431, "too many fields"),
    BAD_LENGTH("a bad Content-Length"),
    LENGTHS_DIFFER("Content-Lengths that differ"),
    LENGTH_AND_CODING("Content-Length with Transfer-Encoding"),
    LENGTH_OF_NOTHING("a body where there can be none"),
    BAD_CODING("a bad Transfer-Encoding"),
    UNKNOWN_CODING(501, "a Transfer-Encoding other than chunked"),
    CODING_IN_1_0("a Transfer-Encoding in HTTP/1.0"),
    TOO_MANY_OPTIONS("too many options of a connection"),
    NO_HOST("no Host"),
    HOST_REPEATED("more than one Host"),
    BAD_HOST("a bad Host"),
    HOST_DIFFERS("a Host other than the target's"),
    BAD_CHUNK_SIZE("a bad chunk size"),
    BAD_CHUNK_EXTENSION("a bad chunk extension"),
    CHUNK_EXTENSIONS_TOO_LONG("chunk extensions that are too long"),
    BAD_CHUNK_END("a chunk that does not end with CR LF");

    private static final Fault[] ALL = values();

    private final int status;
    private final String text;

    Fault(String text) {
        this(400, text);
    }

    Fault(int status, String text) {
        this.status = status;
        this.text = text;
    }

    /** 400, 431, 501 or 505. */
    int status() {
        return status;
    }

    /** For a log: a few words. */
    String text() {
        return text;
    }

    /** As a parser of a line returns it in place of a position: below {@link Lines#INCOMPLETE}. */
    @SuppressWarnings("EnumOrdinal") // it lives as long as a call: no order is kept anywhere
    int code() {
        return Lines.INCOMPLETE - 1 - ordinal();
    }

    static Fault of(int code) {
        return ALL[Lines.INCOMPLETE - 1 - code];
    }
}
