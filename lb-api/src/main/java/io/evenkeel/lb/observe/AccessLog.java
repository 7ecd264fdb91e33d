package io.evenkeel.lb.observe;

import io.evenkeel.lb.spi.Setting;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line for each exchange of an HTTP service, on a logger at level info. Immutable; the setter returns a changed copy.
 *
 * <p>Lines are made and handed to the logger on the event loops, so the appender should not block: use an asynchronous one.
 * A text of a request is cut after 8,192 characters, and whatever could end a line or a field is escaped: nothing that a
 * client sends can look like another line. Times are in UTC.
 */
public final class AccessLog {

    /** No line at all. */
    public static final AccessLog OFF = new AccessLog(null, null);

    private final @Nullable LineFormat format;
    private final @Nullable String logger;

    private AccessLog(@Nullable LineFormat format, @Nullable String logger) {
        this.format = format;
        this.logger = logger;
    }

    /**
     * The combined format as Apache writes it: client, time, request line, status, bytes of the response's body, referer
     * and user agent; {@code -} for what is not known. Quotes and backslashes are preceded by a backslash, what is not
     * printable ASCII is written in C's notation or as {@code \xhh}.
     *
     * @return the log
     */
    public static AccessLog combined() {
        return new AccessLog(new CombinedFormat(), null);
    }

    /**
     * A JSON object of one line, ASCII only, with {@code time}, {@code service}, {@code client}, {@code method},
     * {@code host}, {@code target}, {@code status}, {@code requestBytes}, {@code responseBytes}, {@code micros},
     * {@code firstByteMicros}, {@code pool}, {@code server}, {@code retries}, {@code complete}, {@code userAgent} and
     * {@code referer}; null for what is not known.
     *
     * @return the log
     */
    public static AccessLog json() {
        return new AccessLog(new JsonFormat(), null);
    }

    /**
     * Sets the logger.
     *
     * @param name not blank; default {@code io.evenkeel.access.} and the service's name
     * @return a changed copy; {@link #OFF} stays off
     * @throws IllegalArgumentException when it is blank
     */
    public AccessLog logger(String name) {
        Setting.text("access log logger", name);
        return format == null ? OFF : new AccessLog(format, name);
    }

    /**
     * Whether there is no line at all.
     *
     * @return true for {@link #OFF}
     */
    public boolean isOff() {
        return format == null;
    }

    /**
     * The line for an exchange, as it would be logged.
     *
     * @param exchange read during the call
     * @return the line without its end; empty for {@link #OFF}
     */
    public String line(HttpExchange exchange) {
        if (format == null) {
            return "";
        }
        StringBuilder line = new StringBuilder(256);
        format.write(exchange, line);
        return line.toString();
    }

    /**
     * What writes the lines of a service; makes none while the logger is not enabled for info.
     *
     * @param service the service's name
     * @return an observer for any number of event loops
     */
    public HttpObserver observer(String service) {
        if (format == null) {
            return exchange -> {};
        }
        Logger log = LoggerFactory.getLogger(logger == null ? "io.evenkeel.access." + service : logger);
        return exchange -> {
            if (log.isInfoEnabled()) {
                log.info(line(exchange));
            }
        };
    }

    /** For example {@code combined} or {@code json to logger access}. */
    @Override
    public String toString() {
        return format == null ? "off" : format + (logger == null ? "" : " to logger " + logger);
    }
}
