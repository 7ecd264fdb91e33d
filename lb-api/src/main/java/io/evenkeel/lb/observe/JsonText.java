package io.evenkeel.lb.observe;

/** A text as JSON has it (RFC 8259), in ASCII, so that no reader of any encoding sees a line end where there is none. */
final class JsonText {

    private static final String HEX = "0123456789abcdef";

    private JsonText() {}

    static void write(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c >= 0x20 && c < 0x7F) {
                out.append(c);
            } else {
                out.append("\\u");
                for (int shift = 12; shift >= 0; shift -= 4) {
                    out.append(HEX.charAt(c >> shift & 15));
                }
            }
        }
        out.append('"');
    }
}
