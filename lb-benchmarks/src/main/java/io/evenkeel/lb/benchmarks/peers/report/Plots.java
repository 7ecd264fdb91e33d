package io.evenkeel.lb.benchmarks.peers.report;

import io.evenkeel.lb.benchmarks.peers.result.Figure;
import io.evenkeel.lb.benchmarks.peers.result.PeerResult;
import io.evenkeel.lb.benchmarks.peers.result.ScenarioResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.internal.chartpart.IChart;

/**
 * Draws what the results have: CPU and other figures as bars, latencies as curves over percentiles, and scenarios whose names end
 * in a number as curves over that number.
 */
final class Plots {

    private static final Pattern NUMBERED = Pattern.compile("(.+)=(\\d+)");

    private Plots() {}

    /**
     * A picture beside the report.
     *
     * @param scenario under which it is shown
     * @param title what it shows
     * @param file its name
     */
    record Plot(String scenario, String title, String file) {}

    /** Draws all there is to be drawn. */
    static List<Plot> write(List<ScenarioResult> results, Path directory) throws IOException {
        List<Plot> plots = new ArrayList<>();
        Map<String, Map<Integer, ScenarioResult>> series = new LinkedHashMap<>();
        for (ScenarioResult result : results) {
            Matcher numbered = NUMBERED.matcher(result.name());
            if (numbered.matches()) {
                series.computeIfAbsent(numbered.group(1), name -> new LinkedHashMap<>())
                        .put(Integer.parseInt(numbered.group(2)), result);
            } else if (result.peers().stream().anyMatch(PeerResult::valid)) {
                one(result, directory, plots);
            }
        }
        for (Map.Entry<String, Map<Integer, ScenarioResult>> entry : series.entrySet()) {
            List<ScenarioResult> all = List.copyOf(entry.getValue().values());
            ScenarioResult last = all.get(all.size() - 1);
            for (Figure figure : last.figures()) {
                IChart chart = Curves.overNumbers(entry.getKey(), figure, entry.getValue());
                plots.add(save(chart, last.name(), entry.getKey(), figure.key(), directory));
            }
        }
        return plots;
    }

    private static void one(ScenarioResult result, Path directory, List<Plot> plots) throws IOException {
        for (Figure figure : result.figures()) {
            plots.add(save(Bars.of(result, figure), result.name(), result.name(), figure.key(), directory));
        }
        if (result.figures().contains(Figure.P99)) {
            plots.add(save(Curves.percentiles(result), result.name(), result.name(), "percentiles", directory));
        }
    }

    private static Plot save(IChart chart, String scenario, String title, String key, Path directory)
            throws IOException {
        String file = title.replace('/', '-') + "-" + key + ".png";
        BitmapEncoder.saveBitmap(chart, directory.resolve(file).toString(), BitmapEncoder.BitmapFormat.PNG);
        return new Plot(scenario, title + " " + key, file);
    }
}
