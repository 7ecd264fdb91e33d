package io.evenkeel.lb.testkit.http;

import io.evenkeel.lb.route.RequestHead;
import java.util.List;
import java.util.function.BiConsumer;

/** Says yes to every question, and fails when asked for a text that would have to be made. */
final class TextlessHead implements RequestHead {

    private static AssertionError asked() {
        return new AssertionError("a text was asked for");
    }

    @Override
    public String scheme() {
        return "http";
    }

    @Override
    public String method() {
        throw asked();
    }

    @Override
    public String protocol() {
        throw asked();
    }

    @Override
    public String host() {
        throw asked();
    }

    @Override
    public String authority() {
        throw asked();
    }

    @Override
    public String target() {
        throw asked();
    }

    @Override
    public String path() {
        throw asked();
    }

    @Override
    public String query() {
        throw asked();
    }

    @Override
    public String header(String name) {
        throw asked();
    }

    @Override
    public List<String> headers(String name) {
        throw asked();
    }

    @Override
    public void forEachHeader(BiConsumer<String, String> visitor) {
        throw asked();
    }

    @Override
    public String cookie(String name) {
        throw asked();
    }

    @Override
    public boolean isMethod(String method) {
        return true;
    }

    @Override
    public boolean isHost(String host) {
        return true;
    }

    @Override
    public boolean isHostUnder(String domain) {
        return true;
    }

    @Override
    public boolean isPath(String path) {
        return true;
    }

    @Override
    public boolean isPathUnder(String prefix) {
        return true;
    }

    @Override
    public boolean isHeader(String name, String value) {
        return true;
    }

    @Override
    public boolean hasHeader(String name) {
        return true;
    }
}
