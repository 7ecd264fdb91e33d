package io.evenkeel.lb.netty.http.h1.parse;

import io.evenkeel.lb.Http1Limits;
import io.evenkeel.lb.netty.corpus.Escapes;
import io.evenkeel.lb.netty.corpus.PlainReader;
import io.evenkeel.lb.netty.corpus.Reading;
import io.evenkeel.lb.netty.corpus.Seen;
import io.evenkeel.lb.netty.corpus.Targets;
import io.netty.buffer.ByteBuf;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * What the fuzzer drives, by any bytes. Each target is a class with the method that Jazzer looks for; a target that throws
 * has found something. The first byte says into what pieces the rest is cut.
 */
public final class FuzzTargets {

    private static final String TOKEN = "[!#$%&'*+\\-.^_`|~0-9A-Za-z]+";

    private FuzzTargets() {}

    /** Requests: the pieces make no difference, and what is accepted is as sound as promised. */
    public static final class RequestHead {
        public static void fuzzerTestOneInput(byte[] data) {
            if (data.length > 0) {
                read(data, true, "GET");
            }
        }
    }

    /** Responses, to GET and HEAD: the same. */
    public static final class ResponseHead {
        public static void fuzzerTestOneInput(byte[] data) {
            if (data.length > 0) {
                read(data, false, data[0] < 0 ? "HEAD" : "GET");
            }
        }
    }

    /** Chunked bodies: the pieces make no difference. */
    public static final class ChunkedBody {
        public static void fuzzerTestOneInput(byte[] data) {
            if (data.length > 0) {
                byte[] bytes = Arrays.copyOfRange(data, 1, data.length);
                String whole = decode(bytes, bytes.length + 1);
                String pieces = decode(bytes, piece(data));
                require(whole.equals(pieces), "whole " + whole + ", in pieces " + pieces);
            }
        }
    }

    /** Ours against Netty's. */
    public static final class AgainstNetty {
        public static void fuzzerTestOneInput(byte[] data) {
            if (data.length > 0) {
                byte[] bytes = Arrays.copyOfRange(data, 1, data.length);
                boolean request = (data[0] & 1) == 0;
                String difference = Differential.difference(bytes, request, data[0] < 0 ? "HEAD" : "GET");
                require(difference == null, difference);
            }
        }
    }

    /** The input that makes a message of a text. */
    public static byte[] seed(int first, String text) {
        byte[] bytes = ("x" + text).getBytes(StandardCharsets.ISO_8859_1);
        bytes[0] = (byte) first;
        return bytes;
    }

    static List<Consumer<byte[]>> all() {
        return List.of(
                RequestHead::fuzzerTestOneInput,
                ResponseHead::fuzzerTestOneInput,
                ChunkedBody::fuzzerTestOneInput,
                AgainstNetty::fuzzerTestOneInput);
    }

    private static int piece(byte[] data) {
        return 1 + (data[0] & 0x3f);
    }

    private static void read(byte[] data, boolean request, String method) {
        byte[] bytes = Arrays.copyOfRange(data, 1, data.length);
        Reading whole = Http1Reader.whole(bytes, request, method);
        Reading pieces = Http1Reader.pieces(bytes, piece(data), request, method);
        if (!whole.isSame(pieces)) {
            throw new IllegalStateException("whole " + whole + ", in pieces " + pieces);
        }
        for (Seen seen : whole.messages()) {
            check(seen, request);
            checkSent(seen, request);
        }
    }

    /** What goes on to the other side is one head, of one meaning. */
    private static void checkSent(Seen seen, boolean request) {
        PlainReader reader = new PlainReader(new ByteArrayInputStream(PlainReader.bytes(seen.sent)));
        try {
            Seen sent = request ? reader.requestHead() : reader.responseHead();
            require(reader.atEnd(), "more than a head is sent: " + seen.sent);
            require(sent.method.equals(seen.method) && sent.target.equals(seen.target), "sent: " + seen.sent);
            require(sent.status == seen.status, "sent: " + seen.sent);
            boolean host = Targets.authority(sent.host).equals(Targets.authority(seen.host));
            require(host || !request, "sent: " + seen.sent);
            require(sent.values("Connection").isEmpty() && sent.values("TE").isEmpty(), "sent: " + seen.sent);
            require(sent.values("Content-Length").equals(seen.values("Content-Length")), "sent: " + seen.sent);
            int codings = sent.values("Transfer-Encoding").size();
            require(codings == seen.values("Transfer-Encoding").size(), "sent: " + seen.sent);
        } catch (IOException e) {
            throw new IllegalStateException(seen.sent, e);
        }
    }

    static void check(Seen seen, boolean request) {
        for (String field : seen.fields) {
            int colon = field.indexOf(':');
            require(colon > 0 && field.substring(0, colon).matches(TOKEN), field);
            String value = field.substring(colon + 2);
            require(value.matches("[\\t -~\\x80-\\xff]*") && value.equals(value.strip()), field);
        }
        List<String> lengths = seen.values("Content-Length");
        List<String> codings = seen.values("Transfer-Encoding");
        require(lengths.size() + codings.size() <= 1, "framing of " + seen);
        require(lengths.isEmpty() || lengths.get(0).matches("[0-9]{1,19}"), "length of " + seen);
        require(codings.isEmpty() || codings.get(0).equalsIgnoreCase("chunked"), "coding of " + seen);
        require(codings.isEmpty() || seen.minorVersion == 1, "coding on HTTP/1.0 in " + seen);
        if (request) {
            int hosts = seen.values("Host").size();
            require(seen.method.matches(TOKEN) && seen.method.length() <= 32, "method of " + seen);
            require(seen.target.matches("(/[!-\"$-~]*)|\\*"), "target of " + seen);
            require(!seen.target.equals("*") || seen.method.equals("OPTIONS"), "asterisk in " + seen);
            require(hosts <= 1 && (hosts == 1 || seen.minorVersion == 0), "host of " + seen);
            require(!seen.host.matches(".*[\\s,@/?#\\\\].*"), "host of " + seen);
        } else {
            require(seen.status >= 100 && seen.status <= 999, "status of " + seen);
        }
    }

    private static String decode(byte[] bytes, int piece) {
        ChunkedDecoder decoder = new ChunkedDecoder(Http1Limits.DEFAULT);
        StringBuilder seen = new StringBuilder();
        ByteBuf in = Http1Reader.buffer();
        for (int at = 0; at < bytes.length; at += piece) {
            in.writeBytes(bytes, at, Math.min(piece, bytes.length - at));
            while (in.isReadable()) {
                switch (decoder.next(in)) {
                    case NEED_MORE -> require(!in.isReadable(), "bytes are left behind");
                    case DATA -> seen.append(in.readCharSequence(decoder.dataBytes(), StandardCharsets.ISO_8859_1));
                    case END -> {
                        for (int i = 0; i < decoder.trailers().count(); i++) {
                            seen.append(
                                    decoder.trailers().isDropped(i)
                                            ? ""
                                            : decoder.trailers().name(i) + ":"
                                                    + decoder.trailers().value(i));
                        }
                        return seen + " end at " + in.readerIndex();
                    }
                    case REFUSED -> {
                        return seen + " refused: " + decoder.problem();
                    }
                }
            }
        }
        return seen + " unfinished";
    }

    private static void require(boolean right, String what) {
        if (!right) {
            throw new IllegalStateException(Escapes.encode(what));
        }
    }
}
