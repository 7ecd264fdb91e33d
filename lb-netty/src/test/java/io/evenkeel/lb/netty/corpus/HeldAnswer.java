package io.evenkeel.lb.netty.corpus;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The answer to one request, which the test's thread writes while the server's thread waits. */
final class HeldAnswer {

    final Sample sample;
    private final CompletableFuture<OutputStream> request = new CompletableFuture<>();
    private final CountDownLatch written = new CountDownLatch(1);

    HeldAnswer(Sample sample) {
        this.sample = sample;
    }

    /** On the server's thread: a request is there. False if there was one before. */
    boolean begin(OutputStream output) throws InterruptedException {
        boolean first = request.complete(output);
        written.await();
        return first;
    }

    /** Where to write, once the request is there. */
    OutputStream output(Duration timeout) throws IOException {
        try {
            return request.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException | InterruptedException e) {
            throw new IOException("no request has reached the server", e);
        }
    }

    void release() {
        written.countDown();
    }
}
