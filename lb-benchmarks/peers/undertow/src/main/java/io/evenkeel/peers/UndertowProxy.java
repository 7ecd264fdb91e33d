package io.evenkeel.peers;

import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.handlers.proxy.LoadBalancingProxyClient;
import io.undertow.server.handlers.proxy.ProxyHandler;
import java.net.URI;

/**
 * Undertow's load balancing proxy with one I/O thread: {@code PORT HOST:PORT...}
 *
 * <p>It adds {@code X-Forwarded-For} and keeps connections to servers. It has no health checks: a server that failed is tried
 * anew after a while. It keeps statistics when told to, which it is.
 */
public final class UndertowProxy {

    private static final int CONNECTIONS = 1000;
    private static final int RETRY_SECONDS = 2;
    private static final int REQUEST_MILLIS = 60_000;

    private UndertowProxy() {}

    /**
     * Serves until it is killed.
     *
     * @param arguments the port to listen on, then the servers
     */
    public static void main(String[] arguments) {
        LoadBalancingProxyClient client = new LoadBalancingProxyClient()
                .setConnectionsPerThread(CONNECTIONS)
                .setSoftMaxConnectionsPerThread(CONNECTIONS)
                .setProblemServerRetry(RETRY_SECONDS);
        for (int i = 1; i < arguments.length; i++) {
            client.addHost(URI.create("http://" + arguments[i]));
        }
        Undertow.builder()
                .setIoThreads(1)
                .setWorkerThreads(1)
                .setServerOption(UndertowOptions.ENABLE_STATISTICS, true)
                .addHttpListener(Integer.parseInt(arguments[0]), "127.0.0.1")
                .setHandler(ProxyHandler.builder()
                        .setProxyClient(client)
                        .setMaxRequestTime(REQUEST_MILLIS)
                        .setReuseXForwarded(true)
                        .build())
                .build()
                .start();
    }
}
