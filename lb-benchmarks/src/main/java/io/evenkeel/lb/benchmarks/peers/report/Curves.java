package io.evenkeel.lb.benchmarks.peers.report;

import io.evenkeel.lb.benchmarks.peers.result.Figure;
import io.evenkeel.lb.benchmarks.peers.result.PeerResult;
import io.evenkeel.lb.benchmarks.peers.result.Percentiles;
import io.evenkeel.lb.benchmarks.peers.result.ScenarioResult;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.CategorySeries.CategorySeriesRenderStyle;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;

/** A line for each peer. */
final class Curves {

    private static final List<String> SHARES = List.of("p50", "p90", "p99", "p99.9", "max");
    private static final List<ToDoubleFunction<Percentiles>> VALUES =
            List.of(Percentiles::p50, Percentiles::p90, Percentiles::p99, Percentiles::p999, Percentiles::max);

    private Curves() {}

    /** Latency over percentiles, medians over the rounds. */
    static CategoryChart percentiles(ScenarioResult result) {
        CategoryChart chart = new CategoryChartBuilder()
                .width(900)
                .height(500)
                .title(result.name() + ": " + result.question())
                .yAxisTitle("µs")
                .build();
        Charts.style(chart.getStyler());
        chart.getStyler().setDefaultSeriesRenderStyle(CategorySeriesRenderStyle.Line);
        // The points of one percentile above each other, not side by side.
        chart.getStyler().setOverlapped(true);
        chart.getStyler().setYAxisLogarithmic(true);
        chart.getStyler().setYAxisLogarithmicDecadeOnly(false);
        chart.getStyler().setYAxisTickLabelsFormattingFunction(micros -> String.format(Locale.ROOT, "%,.0f", micros));
        chart.getStyler().setLegendPosition(LegendPosition.OutsideE);
        for (PeerResult peer : result.peers()) {
            if (peer.valid()) {
                List<Double> values = VALUES.stream()
                        .map(value -> peer.median(turn -> value.applyAsDouble(turn.latency())))
                        .toList();
                chart.addSeries(peer.peer(), SHARES, values);
            }
        }
        return chart;
    }

    /** A figure over what the scenarios' names count, on a logarithmic axis. */
    static XYChart overNumbers(String name, Figure figure, Map<Integer, ScenarioResult> results) {
        ScenarioResult any = results.values().iterator().next();
        XYChart chart = new XYChartBuilder()
                .width(900)
                .height(500)
                .title(name + ": " + any.question())
                .xAxisTitle(name.substring(name.lastIndexOf('/') + 1))
                .yAxisTitle(figure.title() + ", " + figure.unit() + (figure.cpu() ? " per " + any.unit() : ""))
                .build();
        Charts.style(chart.getStyler());
        chart.getStyler().setXAxisLogarithmic(true);
        chart.getStyler().setYAxisMin(0.0);
        chart.getStyler().setLegendPosition(LegendPosition.OutsideE);
        Set<String> peers = new LinkedHashSet<>();
        results.values().forEach(result -> result.peers().forEach(peer -> peers.add(peer.peer())));
        for (String peer : peers) {
            List<Double> numbers = new ArrayList<>();
            List<Double> values = new ArrayList<>();
            results.forEach((number, result) -> result.peer(peer)
                    .filter(PeerResult::valid)
                    .map(found -> found.median(figure.value()))
                    .filter(Double::isFinite)
                    .ifPresent(value -> {
                        numbers.add((double) number);
                        values.add(value);
                    }));
            if (!numbers.isEmpty()) {
                chart.addSeries(peer, numbers, values);
            }
        }
        return chart;
    }
}
