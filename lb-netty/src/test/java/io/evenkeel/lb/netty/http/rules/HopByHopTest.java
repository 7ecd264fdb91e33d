package io.evenkeel.lb.netty.http.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.evenkeel.lb.netty.http.message.RequestMessage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which fields stay; fields are given as {@code name=value} between bars. */
class HopByHopTest {

    @ParameterizedTest
    @CsvSource(delimiter = '>', nullValues = "nothing", textBlock = """
            Host=a|Accept=b                                         > Host|Accept
            Connection=keep-alive|Host=a                            > Host
            Connection=close|Keep-Alive=timeout=5|Host=a            > Host
            Connection=X-A|X-A=1|x-a=2|X-B=3                        > X-B
            Connection=keep-alive , X-a,x-B|X-A=1|X-B=2|X-C=3       > X-C
            Connection=X-A|connection=X-B|X-A=1|X-B=2               > nothing
            Connection=Host, Content-Length, Cookie, Authorization, X-Forwarded-For|Host=a|Content-Length=5|Cookie=c|Authorization=d|X-Forwarded-For=e > Host|Content-Length|Cookie|Authorization|X-Forwarded-For
            Transfer-Encoding=chunked|TE=trailers|Trailer=X|Upgrade=h2c|HTTP2-Settings=x > Trailer
            Proxy-Connection=x|Proxy-Authorization=y|Proxy-Authenticate=z|Proxy-Authentication-Info=a|Proxy-Status=b > Proxy-Status
            Connection=,, ,|X=1                                     > X
            Connection=keep-alive-x|keep-alive-x=1|X=2              > X
            """)
    void stay(String given, String expected) {
        RequestMessage message = new RequestMessage();
        for (String field : given.split("\\|", -1)) {
            message.fields().add(field.split("=", 2)[0], field.split("=", 2)[1]);
        }
        HopByHop.strip(message);
        List<String> left = new ArrayList<>();
        message.forEachHeader((name, value) -> left.add(name));
        assertEquals(expected == null ? "" : expected, String.join("|", left));
    }
}
