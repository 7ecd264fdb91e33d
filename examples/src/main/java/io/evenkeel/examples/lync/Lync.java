package io.evenkeel.examples.lync;

import io.evenkeel.examples.standalone.HostPort;
import io.evenkeel.examples.standalone.StatusServer;
import io.evenkeel.examples.standalone.Values;
import io.evenkeel.lb.VirtualService;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/**
 * A Lync Server 2010 pool of two imitated Front Ends behind the virtual services of {@link LyncServices}. Shows each service
 * and each Front End in it, green or red. Runs until it is interrupted or told to quit.
 *
 * <pre>
 * examples/run lync
 * nc 127.0.10.10 5061
 * </pre>
 */
public final class Lync {

    /** What goes wrong on this machine: an address in use. */
    static final int CANNOT_RUN = 1;
    /** What is wrong in the flags. */
    static final int WRONG_USE = 2;

    private final String vip;
    private final List<String> frontEnds;
    private final Display display;

    Lync(String vip, List<String> frontEnds, Display display) {
        this.vip = vip;
        this.frontEnds = frontEnds;
        this.display = display;
    }

    @Command(
            name = "examples/run lync",
            sortOptions = false,
            description = "A Lync Server 2010 pool of two imitated Front Ends behind its virtual services.",
            footer = {"", "On standard input, where 1 is the Front End's number:", Commands.HELP})
    private static final class Flags {

        @Option(names = "--status", paramLabel = "H:P", description = "Where GET /status answers JSON; loopback only.")
        private @Nullable String status;

        @Option(names = "--help", usageHelp = true, description = "This.")
        private boolean help;
    }

    /** Runs until it is interrupted or told to quit. */
    public static void main(String[] args) throws IOException, InterruptedException {
        System.setProperty("org.slf4j.simpleLogger.log.io.evenkeel", "error"); // the display tells it already
        Display display = Terminal.ofStandardOutput()
                .<Display>map(first -> new Screen(
                        System.out,
                        () -> Terminal.ofStandardOutput().orElse(first),
                        Optional.ofNullable(System.getenv("NO_COLOR"))
                                .filter(value -> !value.isEmpty())
                                .isEmpty()))
                .orElseGet(() -> new Lines(System.out));
        Lync lync = new Lync(LyncServices.VIP, LyncServices.FRONT_ENDS, display);
        System.exit(lync.run(args, System.in, System.out, System.err));
    }

    /** Does all of {@code main}; the result is the exit code. */
    int run(String[] args, InputStream in, PrintStream out, PrintStream err) throws IOException, InterruptedException {
        Flags flags = new Flags();
        CommandLine commandLine = new CommandLine(flags).setExpandAtFiles(false);
        try {
            commandLine.parseArgs(args);
            if (flags.help) {
                commandLine.usage(out);
                return 0;
            }
            InetSocketAddress status = flags.status == null ? null : StatusServer.parse(flags.status);
            runPool(status, in);
            return 0;
        } catch (ParameterException e) {
            err.println("lync: " + Values.oneLine(e) + "; see --help");
            return WRONG_USE;
        } catch (IllegalArgumentException e) {
            err.println("lync: " + Values.oneLine(e));
            return WRONG_USE;
        } catch (UncheckedIOException e) {
            err.println("lync: " + Values.oneLine(e));
            return CANNOT_RUN;
        }
    }

    private void runPool(@Nullable InetSocketAddress statusAddress, InputStream in)
            throws IOException, InterruptedException {
        Ports ports = ports();
        List<VirtualService> services = new LyncServices(vip, frontEnds, ports).all();
        try (LyncPool pool = LyncPool.start(services, frontEnds, display);
                display;
                StatusServer status =
                        statusAddress == null ? null : StatusServer.start(statusAddress, pool.balancer()::snapshot)) {
            Runtime.getRuntime().addShutdownHook(new Thread(display::close)); // Ctrl-C leaves a tidy terminal
            display.begin(header(ports, status), pool.balancer()::snapshot);
            obey(new Commands(pool), new BufferedReader(new InputStreamReader(in, Charset.defaultCharset())));
        }
    }

    /** Until it is told to quit. The end of what is typed says so too; that of a file or of {@code /dev/null} does not. */
    private void obey(Commands commands, BufferedReader in) throws IOException, InterruptedException {
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (Commands.isQuit(line)) {
                return;
            }
            display.answer(line.isBlank() ? "" : commands.answer(line));
        }
        if (!Terminal.isStandardInput()) {
            new CountDownLatch(1).await();
        }
    }

    /** The same ports for the virtual address and for the Front Ends. */
    private Ports ports() {
        List<String> addresses = new ArrayList<>(frontEnds);
        addresses.add(vip);
        return Ports.tried(addresses, wanted());
    }

    private List<Integer> wanted() {
        return LyncPool.ports(new LyncServices(vip, frontEnds, Ports.asTheyAre()).all());
    }

    private List<String> header(Ports ports, @Nullable StatusServer status) {
        List<String> lines = new ArrayList<>();
        String addresses = IntStream.range(0, frontEnds.size())
                .mapToObj(i -> ", Front End " + (i + 1) + " is " + frontEnds.get(i))
                .collect(Collectors.joining());
        lines.add("Lync pool at " + vip + addresses);
        String moved = ports.describe(wanted());
        if (!moved.isEmpty()) {
            lines.add(moved);
        }
        lines.add(LyncPool.NOT_DEPLOYED + " is not deployed on these Front Ends: red, without harm");
        lines.add("try: nc " + vip + " 5061"
                + (status == null ? "" : "   status: http://" + HostPort.of(status.address()) + "/status"));
        return lines;
    }
}
