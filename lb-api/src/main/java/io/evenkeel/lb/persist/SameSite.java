package io.evenkeel.lb.persist;

/** A cookie's {@code SameSite} attribute: whether a browser sends it with requests that another site has caused. */
public enum SameSite {
    /** Never. */
    STRICT("Strict"),
    /** When the user follows a link. */
    LAX("Lax"),
    /** Always; browsers want such a cookie to be {@code Secure}. */
    NONE("None"),
    /** The attribute is not sent, and the browser decides. */
    ABSENT("");

    private final String text;

    SameSite(String text) {
        this.text = text;
    }

    /** The attribute's value as it is sent; empty where it is not. */
    @Override
    public String toString() {
        return text;
    }
}
