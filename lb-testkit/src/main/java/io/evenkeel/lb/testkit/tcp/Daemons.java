package io.evenkeel.lb.testkit.tcp;

/** The threads of this package: named, daemons, and with a small stack, for there may be thousands. */
final class Daemons {

    private static final long STACK_BYTES = 256 * 1024;
    private static final long PATIENCE_MILLIS = 5_000;

    private Daemons() {}

    static Thread start(String name, Runnable body) {
        Thread thread = new Thread(null, body, TcpServer.THREAD_PREFIX + name, STACK_BYTES);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** Waits for a thread that has been told to end. */
    static void join(Thread thread) {
        try {
            thread.join(PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
