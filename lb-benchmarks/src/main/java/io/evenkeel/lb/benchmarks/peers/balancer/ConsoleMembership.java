package io.evenkeel.lb.benchmarks.peers.balancer;

import io.evenkeel.lb.benchmarks.peers.process.Child;
import java.io.BufferedWriter;
import java.io.IOException;

/**
 * Our launcher's commands on standard input. The server is gone and made anew.
 */
final class ConsoleMembership implements Membership {

    private final Child child;
    private final Setup setup;

    ConsoleMembership(Running running) {
        child = running.child();
        setup = running.setup();
    }

    @Override
    public void remove(int index) throws IOException {
        say("remove " + setup.servers().get(index));
    }

    @Override
    public void add(int index) throws IOException {
        say("add " + setup.servers().get(index));
    }

    private void say(String command) throws IOException {
        BufferedWriter input = child.input();
        input.write(command);
        input.newLine();
        input.flush();
    }

    /** Each command is answered on its standard output, which is in the log. */
    @Override
    public long refused() throws IOException {
        return child.output().lines().filter(line -> line.startsWith("error: ")).count();
    }
}
