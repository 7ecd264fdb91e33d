package io.evenkeel.lb.netty;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A web server that others wrote, before a folder: {@code /files/NAME} is read with its length, {@code /chunked/NAME} is
 * the same file in chunks, and what is put or posted to {@code /up/NAME} becomes that file.
 */
interface WebServer extends AutoCloseable {

    int port();

    /** Method and target of the requests that were answered so far. */
    List<String> seen();

    @Override
    default void close() throws Exception {}

    /** All that there are; programs end with the children. */
    enum Kind {
        NGINX {
            @Override
            WebServer start(Children children, Path folder) throws IOException {
                return new NginxServer(children, folder);
            }
        },
        NODE {
            @Override
            WebServer start(Children children, Path folder) throws IOException {
                return new NodeServer(children, folder);
            }
        },
        JETTY {
            @Override
            WebServer start(Children children, Path folder) throws Exception {
                return new JettyServer(folder);
            }
        };

        abstract WebServer start(Children children, Path folder) throws Exception;
    }
}
