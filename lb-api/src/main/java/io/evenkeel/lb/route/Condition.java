package io.evenkeel.lb.route;

import java.util.List;

/** What a {@link Match} is made of. Tests go over lists by index, because an iterator would be an allocation. */
sealed interface Condition {

    boolean test(RequestHead head);

    /** How many conditions it holds, itself among them. */
    default int size() {
        return 1;
    }

    record Always() implements Condition {
        @Override
        public boolean test(RequestHead head) {
            return true;
        }

        @Override
        public String toString() {
            return "always";
        }
    }

    record Scheme(String scheme) implements Condition {
        @Override
        public boolean test(RequestHead head) {
            return head.scheme().equals(scheme);
        }

        @Override
        public String toString() {
            return "scheme " + scheme;
        }
    }

    record Host(String host) implements Condition {
        @Override
        public boolean test(RequestHead head) {
            return head.isHost(host);
        }

        @Override
        public String toString() {
            return "host " + host;
        }
    }

    record HostUnder(String domain) implements Condition {
        @Override
        public boolean test(RequestHead head) {
            return head.isHostUnder(domain);
        }

        @Override
        public String toString() {
            return "host *." + domain;
        }
    }

    record Path(String path) implements Condition {
        @Override
        public boolean test(RequestHead head) {
            return head.isPath(path);
        }

        @Override
        public String toString() {
            return "path " + path;
        }
    }

    record PathUnder(String prefix) implements Condition {
        @Override
        public boolean test(RequestHead head) {
            return head.isPathUnder(prefix);
        }

        @Override
        public String toString() {
            return "path under " + prefix;
        }
    }

    record Method(List<String> methods) implements Condition {
        @Override
        public boolean test(RequestHead head) {
            for (int i = 0; i < methods.size(); i++) {
                if (head.isMethod(methods.get(i))) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public String toString() {
            return "method " + String.join("|", methods);
        }
    }

    record HasHeader(String name) implements Condition {
        @Override
        public boolean test(RequestHead head) {
            return head.hasHeader(name);
        }

        @Override
        public String toString() {
            return "header " + name;
        }
    }

    record Header(String name, String value) implements Condition {
        @Override
        public boolean test(RequestHead head) {
            return head.isHeader(name, value);
        }

        @Override
        public String toString() {
            return "header " + name + "=\"" + value + '"';
        }
    }

    record Not(Condition condition) implements Condition {
        @Override
        public boolean test(RequestHead head) {
            return !condition.test(head);
        }

        @Override
        public int size() {
            return 1 + condition.size();
        }

        @Override
        public String toString() {
            return condition instanceof All || condition instanceof Any
                    ? "not (" + condition + ")"
                    : "not " + condition;
        }
    }

    record All(List<Condition> conditions) implements Condition {
        @Override
        public boolean test(RequestHead head) {
            for (int i = 0; i < conditions.size(); i++) {
                if (!conditions.get(i).test(head)) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public int size() {
            return 1 + conditions.stream().mapToInt(Condition::size).sum();
        }

        @Override
        public String toString() {
            return join(" and ", conditions);
        }
    }

    record Any(List<Condition> conditions) implements Condition {
        @Override
        public boolean test(RequestHead head) {
            for (int i = 0; i < conditions.size(); i++) {
                if (conditions.get(i).test(head)) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public int size() {
            return 1 + conditions.stream().mapToInt(Condition::size).sum();
        }

        @Override
        public String toString() {
            return join(" or ", conditions);
        }
    }

    private static String join(String word, List<Condition> conditions) {
        StringBuilder text = new StringBuilder();
        for (Condition condition : conditions) {
            text.append(text.isEmpty() ? "" : word);
            boolean several = condition instanceof All || condition instanceof Any;
            text.append(several ? "(" + condition + ")" : condition);
        }
        return text.toString();
    }
}
