package io.evenkeel.lb.health;

import io.evenkeel.lb.check.CheckTarget;
import io.evenkeel.lb.health.HttpCheck.Method;
import io.evenkeel.lb.spi.Setting;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import java.util.ArrayList;
import java.util.List;

/**
 * What a check asks. The parts were validated before.
 *
 * @param host the Host field; empty stands for the target's name
 * @param body to be posted; empty with every other method
 */
record HttpProbeRequest(Method method, String path, String host, boolean http11, List<Field> fields, String body) {

    private static final int MAX_FIELDS = 4;
    private static final int DEFAULT_PORT = 80;

    /** One further field. */
    record Field(String name, String value) {}

    HttpProbeRequest method(Method value) {
        return new HttpProbeRequest(value, path, host, http11, fields, body);
    }

    HttpProbeRequest host(String value) {
        return new HttpProbeRequest(method, path, value, http11, fields, body);
    }

    HttpProbeRequest http11(boolean value) {
        return new HttpProbeRequest(method, path, host, value, fields, body);
    }

    HttpProbeRequest body(String value) {
        return new HttpProbeRequest(method, path, host, http11, fields, value);
    }

    HttpProbeRequest field(Field value) {
        Setting.range("HTTP check headers", fields.size() + 1, 0, MAX_FIELDS);
        List<Field> more = new ArrayList<>(fields);
        more.add(value);
        return new HttpProbeRequest(method, path, host, http11, List.copyOf(more), body);
    }

    /** The message for one execution. */
    FullHttpRequest message(CheckTarget target) {
        byte[] content = HttpTexts.utf8(body);
        FullHttpRequest message = new DefaultFullHttpRequest(
                http11 ? HttpVersion.HTTP_1_1 : HttpVersion.HTTP_1_0,
                HttpMethod.valueOf(method.name()),
                path,
                Unpooled.wrappedBuffer(content));
        HttpHeaders headers = message.headers();
        // Host with HTTP/1.0 too: servers with several names know by nothing else which is meant. The names are written
        // as
        // they usually are, because some applications compare them so.
        headers.set("Host", host.isEmpty() ? authority(target) : host);
        headers.set("User-Agent", "evenkeel");
        if (http11) {
            headers.set("Connection", "close");
        }
        if (method == Method.POST) {
            headers.setInt("Content-Length", content.length);
        }
        fields.stream()
                .filter(field -> HttpHeaderNames.USER_AGENT.contentEqualsIgnoreCase(field.name()))
                .forEach(field -> headers.remove(HttpHeaderNames.USER_AGENT));
        fields.forEach(field -> headers.add(field.name(), field.value()));
        return message;
    }

    /** A scope such as %eth0 says something to this machine only, so it is not sent. */
    private static String authority(CheckTarget target) {
        String name = target.name().split("%", 2)[0]; // a zone is of this machine only
        if (name.endsWith(".")) { // it kept search domains out, and is no part of the name
            name = name.substring(0, name.length() - 1);
        }
        String host = name.indexOf(':') >= 0 ? "[" + name + "]" : name;
        return target.port() == DEFAULT_PORT ? host : host + ":" + target.port();
    }
}
