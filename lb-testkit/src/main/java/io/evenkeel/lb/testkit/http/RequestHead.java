package io.evenkeel.lb.testkit.http;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a request's head, as strictly as a server may. */
final class RequestHead {

    private static final Pattern LINE =
            Pattern.compile("(" + MessageInput.TOKEN.pattern() + ") ([\\x21-\\x7e]+) (HTTP/1\\.[01])");

    private RequestHead() {}

    static SeenRequest read(MessageInput input, int connection, int index) throws IOException {
        String line = input.line();
        Matcher parts = LINE.matcher(line);
        if (!parts.matches()) {
            throw new MalformedMessageException("not a request line: \"" + line + '"');
        }
        Fields fields = input.fields();
        int hosts = fields.all("Host").size();
        if (hosts > 1 || (hosts == 0 && parts.group(3).equals("HTTP/1.1"))) {
            throw new MalformedMessageException(hosts + " times Host in \"" + line + '"');
        }
        return new SeenRequest(connection, index, parts.group(1), parts.group(2), parts.group(3), fields);
    }
}
