package io.evenkeel.examples.standalone;

import io.evenkeel.lb.LoadBalancer;
import io.evenkeel.lb.RealServer;
import io.evenkeel.lb.ServiceHandle;
import io.evenkeel.lb.spi.Setting;
import io.evenkeel.lb.status.ServerSnapshot;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/** The commands on standard input. Each is answered by one line, {@code ok …} or {@code error: …}, once it is in force. */
final class Console {

    static final String HELP = """
            drain ID TIME    no new clients; disabled when the time is over: drain 127.0.0.1:9001 30s
            disable ID       no new clients
            enable ID        new clients again
            weight ID N      another weight
            add SERVER       a new server, written as for --server
            remove ID        no new clients; forgotten
            status           one line for each server
            help             this""";

    private final LoadBalancer balancer;
    private final ServiceHandle service;

    Console(LoadBalancer balancer, ServiceHandle service) {
        this.balancer = balancer;
        this.service = service;
    }

    /** Answers until the input ends. */
    void run(BufferedReader in, PrintStream out) throws IOException {
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (!line.isBlank()) {
                out.println(answer(line.strip()));
            }
        }
    }

    /** Does what a line says. */
    String answer(String line) {
        List<String> words = List.of(line.split("\\s+"));
        try {
            return switch (words.get(0)) {
                case "drain" -> drain(words);
                case "disable" -> disable(words);
                case "enable" -> enable(words);
                case "weight" -> weight(words);
                case "add" -> add(words);
                case "remove" -> remove(words);
                case "status" -> status();
                case "help" -> HELP;
                default -> throw Setting.refusal("command", words.get(0), "see help");
            };
        } catch (RuntimeException e) {
            return "error: " + Values.oneLine(e);
        }
    }

    private String drain(List<String> words) {
        String id = argument(words, 3, "drain ID TIME");
        Duration time = Values.duration("drain time", words.get(2));
        return done(service.server(id).drain(time), "draining " + id + " for " + Setting.text(time));
    }

    private String disable(List<String> words) {
        String id = argument(words, 2, "disable ID");
        return done(service.server(id).disable(), "disabled " + id);
    }

    private String enable(List<String> words) {
        String id = argument(words, 2, "enable ID");
        return done(service.server(id).enable(), "enabled " + id);
    }

    private String weight(List<String> words) {
        String id = argument(words, 3, "weight ID N");
        int weight = Values.number("server weight", words.get(2));
        return done(service.server(id).weight(weight), "weight of " + id + " is " + weight);
    }

    private String add(List<String> words) {
        RealServer server = Specs.server(argument(words, 2, "add SERVER"));
        return done(service.add(server), "added " + server.id());
    }

    private String remove(List<String> words) {
        String id = argument(words, 2, "remove ID");
        return done(service.remove(id), "removed " + id);
    }

    private String status() {
        List<ServerSnapshot> servers = service.snapshot().pools().get(0).servers();
        if (servers.isEmpty()) {
            return "no servers";
        }
        return servers.stream().map(Console::line).collect(Collectors.joining(System.lineSeparator()));
    }

    private static String line(ServerSnapshot server) {
        return String.format(
                        "%s %s %s weight=%d in-flight=%d connections=%d requests=%d failures=%d %s",
                        server.id(),
                        server.health(),
                        server.admin(),
                        server.weight(),
                        server.inFlight(),
                        server.totalConnections(),
                        server.totalRequests(),
                        server.failures(),
                        server.cause())
                .strip();
    }

    private String done(CompletionStage<Void> command, String what) {
        balancer.await(command);
        return "ok " + what;
    }

    private static String argument(List<String> words, int count, String form) {
        if (words.size() != count) {
            throw Setting.refusal("command", String.join(" ", words), form);
        }
        return words.get(1);
    }
}
