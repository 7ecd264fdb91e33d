package io.evenkeel.lb.testkit.dns;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A question as it comes over the wire (RFC 1035, 4.1). */
final class Query {

    static final int A = 1;
    static final int CNAME = 5;
    static final int AAAA = 28;

    private static final int HEADER = 12;

    private final int id;
    private final String name;
    private final int type;
    private final byte[] question;

    private Query(int id, String name, int type, byte[] question) {
        this.id = id;
        this.name = name;
        this.type = type;
        this.question = question;
    }

    static Query read(byte[] message, int length) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(message, 0, length));
        int id = in.readUnsignedShort();
        in.skipBytes(HEADER - 2);
        StringBuilder name = new StringBuilder();
        for (int label = in.readUnsignedByte(); label != 0; label = in.readUnsignedByte()) {
            name.append(name.isEmpty() ? "" : ".").append(new String(in.readNBytes(label), StandardCharsets.US_ASCII));
        }
        int type = in.readUnsignedShort();
        in.readUnsignedShort();
        byte[] question = new byte[length - in.available() - HEADER];
        System.arraycopy(message, HEADER, question, 0, question.length);
        return new Query(id, name.toString().toLowerCase(Locale.ROOT), type, question);
    }

    /** What the reply must repeat. */
    int id() {
        return id;
    }

    /** The name in lower case, without a dot at its end. */
    String name() {
        return name;
    }

    /** The number of the record type. */
    int type() {
        return type;
    }

    /** The question as it was sent, for the reply. */
    byte[] question() {
        return question;
    }

    String typeName() {
        return switch (type) {
            case A -> "A";
            case CNAME -> "CNAME";
            case AAAA -> "AAAA";
            default -> "TYPE" + type;
        };
    }
}
