package io.evenkeel.lb.netty;

/** How sockets are driven. */
public enum Transport {
    /** The best that loads: epoll on Linux, kqueue on macOS and BSD, else NIO. */
    AUTO,
    /** Linux epoll, from a native library that comes along for x86_64 and aarch64. */
    EPOLL,
    /** macOS and BSD kqueue; add Netty's native library for it to the class path. */
    KQUEUE,
    /** The JDK's own selector, everywhere. */
    NIO,
    /** Linux io_uring, from a native library that comes along. Measured dearer than epoll for proxying, so never chosen by itself. */
    IO_URING
}
