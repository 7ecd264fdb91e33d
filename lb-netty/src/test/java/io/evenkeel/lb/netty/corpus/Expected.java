package io.evenkeel.lb.netty.corpus;

import java.util.ArrayList;
import java.util.List;

/** One message as it must be read. Texts hold bytes, as characters 0 to 255. Filled by {@link Corpus}, then only read. */
public final class Expected {

    String method = "";
    String target = "";
    /** "-" for none. */
    String host = "-";

    int status;
    String reason;
    int minorVersion = 1;
    boolean keepAlive = true;
    /** Null if they are not compared. */
    List<String> fields;

    String body = "";
    final List<String> trailers = new ArrayList<>();
    final List<String> sentFields = new ArrayList<>();
    final List<String> sentNot = new ArrayList<>();
    String sentTarget;

    public String method() {
        return method;
    }

    public String target() {
        return target;
    }

    /** The authority, "-" for none. */
    public String host() {
        return host;
    }

    public int status() {
        return status;
    }

    /** Null if it is not compared. */
    public String reason() {
        return reason;
    }

    public int minorVersion() {
        return minorVersion;
    }

    public boolean keepAlive() {
        return keepAlive;
    }

    /** "name: value" each; null if they are not compared. */
    public List<String> fields() {
        return fields;
    }

    public String body() {
        return body;
    }

    public List<String> trailers() {
        return trailers;
    }

    /** "name: value" each. */
    public List<String> sentFields() {
        return sentFields;
    }

    /** Names. */
    public List<String> sentNot() {
        return sentNot;
    }

    /** What the other side gets as target: the one told, or path and query of the target. */
    public String sentTarget() {
        return sentTarget != null ? sentTarget : Targets.sent(method, target);
    }
}
