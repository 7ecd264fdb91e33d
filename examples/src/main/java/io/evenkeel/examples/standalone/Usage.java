package io.evenkeel.examples.standalone;

import java.lang.reflect.Field;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Layout;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The answer to {@code --help}, with the flags of each class under a heading of their own. */
final class Usage {

    private static final int WIDTH = 110;

    private Usage() {}

    static String of(Options options) {
        CommandLine commandLine = new CommandLine(options).setUsageHelpWidth(WIDTH);
        commandLine.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, Usage::flags);
        return commandLine.getUsageMessage();
    }

    private static String flags(Help help) {
        Map<Class<?>, String> headings = new LinkedHashMap<>();
        headings.put(Options.class, "");
        headings.put(PersistenceOptions.class, "%nWho keeps the server that he had%n");
        headings.put(CheckOptions.class, "%nChecks%n");
        headings.put(AvailabilityOptions.class, "%nWhen servers fail, fill up or come back%n");
        headings.put(TrafficOptions.class, "%nWho may connect, and how often%n");
        StringBuilder text = new StringBuilder();
        headings.forEach((owner, heading) -> {
            List<OptionSpec> flags = help.commandSpec().options().stream()
                    .filter(flag -> ((Field) flag.userObject()).getDeclaringClass() == owner)
                    .toList();
            Layout layout = help.createDefaultLayout();
            layout.addOptions(flags, help.parameterLabelRenderer());
            text.append(String.format(heading)).append(layout);
        });
        return text.toString();
    }
}
