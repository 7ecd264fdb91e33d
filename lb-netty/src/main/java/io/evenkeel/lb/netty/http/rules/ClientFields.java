package io.evenkeel.lb.netty.http.rules;

import io.evenkeel.lb.ForwardedHeaders;
import io.evenkeel.lb.netty.http.message.FieldId;
import io.evenkeel.lb.netty.http.message.Fields;
import io.evenkeel.lb.netty.http.message.RequestMessage;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/**
 * What the requests of one client tell their server of it: X-Forwarded-For, -Proto, -Host and -Port, Forwarded (RFC 7239)
 * and Via (RFC 9110, 7.6.3). From a trusted client what it says itself is kept and appended to; from others it is taken out,
 * with all else that is {@linkplain ReservedFields reserved}.
 * Made once for each client, so that a request costs a few copies. One thread.
 */
public final class ClientFields {

    private static final long SAID = FieldId.mask(
            FieldId.X_FORWARDED_FOR,
            FieldId.X_FORWARDED_PROTO,
            FieldId.X_FORWARDED_HOST,
            FieldId.X_FORWARDED_PORT,
            FieldId.FORWARDED);

    private final ForwardedHeaders settings;
    private final ReservedFields reserved;
    private final boolean trusted;
    private final String address;
    private final byte[] addressBytes;
    private final byte[] scheme;
    private final byte[] port;
    private final InetSocketAddress listener;
    private final byte[][] via;

    /**
     * The fields of one client.
     *
     * @param settings what is told, and who is trusted
     * @param reserved those of the settings
     * @param client its address
     * @param listener where it came to
     * @param scheme {@code http} or {@code https}
     */
    public ClientFields(
            ForwardedHeaders settings,
            ReservedFields reserved,
            InetSocketAddress client,
            InetSocketAddress listener,
            String scheme) {
        this.settings = settings;
        this.reserved = reserved;
        this.trusted = settings.trusts(client.getAddress());
        this.address = text(client.getAddress());
        this.addressBytes = bytes(address);
        this.scheme = bytes(scheme);
        this.listener = listener;
        this.port = bytes(Integer.toString(listener.getPort()));
        this.via = new byte[][] {bytes("1.0 " + settings.via()), bytes("1.1 " + settings.via())};
    }

    /** A zone is of this machine only. */
    private static String text(InetAddress address) {
        String text = address.getHostAddress();
        int zone = text.indexOf('%');
        return zone < 0 ? text : text.substring(0, zone);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /**
     * Adds the fields to a request.
     *
     * @param request to be sent on
     */
    public void addTo(RequestMessage request) {
        Fields fields = request.fields();
        boolean said = trusted && fields.mayHave(SAID);
        clean(fields);
        if (settings.isXForwarded()) {
            addXForwarded(request, fields, said);
        }
        if (settings.isForwarded()) {
            addForwarded(request, fields);
        }
        if (!settings.via().isEmpty()) {
            add(fields, FieldId.VIA, via[request.minorVersion()]);
        }
        if (request.minorVersion() == 0 && fields.find(FieldId.HOST, 0) < 0) {
            fields.add(FieldId.HOST, place()); // it goes on as HTTP/1.1, which must have one
        }
    }

    /** Where the client came to, as it would have said itself. */
    private String place() {
        String host = text(listener.getAddress());
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + listener.getPort();
    }

    /**
     * Takes out what the client may not say.
     *
     * @param fields of its request, or trailers
     */
    public void clean(Fields fields) {
        if (!trusted) {
            reserved.takeOut(fields);
        }
    }

    private void addXForwarded(RequestMessage request, Fields fields, boolean said) {
        if (said && fields.find(FieldId.X_FORWARDED_FOR, 0) >= 0) {
            append(fields, FieldId.X_FORWARDED_FOR, address);
        } else {
            add(fields, FieldId.X_FORWARDED_FOR, addressBytes);
        }
        if (isMissing(fields, FieldId.X_FORWARDED_PROTO, said)) {
            add(fields, FieldId.X_FORWARDED_PROTO, scheme);
        }
        if (request.hasAuthority() && isMissing(fields, FieldId.X_FORWARDED_HOST, said)) {
            fields.add(FieldId.X_FORWARDED_HOST, fields.bytes(), request.authorityStart(), request.authorityEnd());
        }
        if (isMissing(fields, FieldId.X_FORWARDED_PORT, said)) {
            add(fields, FieldId.X_FORWARDED_PORT, port);
        }
    }

    private static boolean isMissing(Fields fields, int id, boolean said) {
        return !said || fields.find(id, 0) < 0;
    }

    private void addForwarded(RequestMessage request, Fields fields) {
        String node = address.indexOf(':') >= 0 ? "\"[" + address + "]\"" : address;
        StringBuilder element = new StringBuilder("for=").append(node);
        if (request.hasAuthority()) {
            element.append(";host=\"").append(request.authority()).append('"');
        }
        element.append(";proto=").append(new String(scheme, StandardCharsets.ISO_8859_1));
        append(fields, FieldId.FORWARDED, element.toString());
    }

    /** Adds to what all fields of a name say so far, as one field. */
    private static void append(Fields fields, int id, String last) {
        StringBuilder all = new StringBuilder();
        for (int i = fields.find(id, 0); i >= 0; i = fields.find(id, i + 1)) {
            all.append(fields.value(i)).append(", ");
        }
        fields.dropAll(id);
        fields.add(id, all.append(last).toString());
    }

    private static void add(Fields fields, int id, byte[] value) {
        fields.add(id, value, 0, value.length);
    }
}
