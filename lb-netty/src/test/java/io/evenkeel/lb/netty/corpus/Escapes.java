package io.evenkeel.lb.netty.corpus;

/** The corpus's way to write any byte, and long texts, in ASCII; see the README beside the corpus. */
public final class Escapes {

    private final String text;
    private int position;

    private Escapes(String text) {
        this.text = text;
    }

    /** The bytes that the text stands for, as the characters 0 to 255. */
    public static String decode(String text) {
        return new Escapes(text).until(false);
    }

    /** Text that {@link #decode} turns into these characters, cut where it grows too long to read. */
    public static String encode(String bytes) {
        StringBuilder encoded = new StringBuilder();
        for (int i = 0; i < bytes.length() && i < 4_000; i++) {
            char c = bytes.charAt(i);
            switch (c) {
                case '\r' -> encoded.append("\\r");
                case '\n' -> encoded.append("\\n");
                case '\t' -> encoded.append("\\t");
                case '\\' -> encoded.append("\\\\");
                default ->
                    encoded.append(c >= ' ' && c < 127 ? Character.toString(c) : String.format("\\x%02x", (int) c));
            }
        }
        return encoded.toString();
    }

    private String until(boolean brace) {
        StringBuilder decoded = new StringBuilder();
        while (position < text.length() && !(brace && text.charAt(position) == '}')) {
            char c = text.charAt(position++);
            if (c >= 127 || c < ' ') {
                throw new IllegalArgumentException("not printable ASCII: " + text);
            }
            if (c == '\\') {
                escaped(decoded);
            } else {
                decoded.append(c);
            }
        }
        return decoded.toString();
    }

    private void escaped(StringBuilder decoded) {
        char c = text.charAt(position++);
        switch (c) {
            case 'r' -> decoded.append('\r');
            case 'n' -> decoded.append('\n');
            case 't' -> decoded.append('\t');
            case '0' -> decoded.append('\0');
            case 's' -> decoded.append(' ');
            case '\\' -> decoded.append('\\');
            case 'x' -> {
                decoded.append((char) Integer.parseInt(text.substring(position, position + 2), 16));
                position += 2;
            }
            case '{' -> repeated(decoded);
            default -> throw new IllegalArgumentException("\\" + c + " in " + text);
        }
    }

    private void repeated(StringBuilder decoded) {
        int star = text.indexOf('*', position);
        int times = Integer.parseInt(text.substring(position, star));
        position = star + 1;
        String once = until(true);
        if (position++ == text.length()) {
            throw new IllegalArgumentException("no closing brace in " + text);
        }
        decoded.append(once.repeat(times));
    }
}
