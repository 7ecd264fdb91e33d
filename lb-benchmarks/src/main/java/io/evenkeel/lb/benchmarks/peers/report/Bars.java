package io.evenkeel.lb.benchmarks.peers.report;

import io.evenkeel.lb.benchmarks.peers.result.Figure;
import io.evenkeel.lb.benchmarks.peers.result.Interval;
import io.evenkeel.lb.benchmarks.peers.result.PeerResult;
import io.evenkeel.lb.benchmarks.peers.result.ScenarioResult;
import java.awt.Color;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.CategorySeries;
import org.knowm.xchart.CategorySeries.CategorySeriesRenderStyle;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** A bar for each peer with its interval; for CPU time, user time in front of the whole. */
final class Bars {

    private static final Color WHOLE = new Color(0x9ecae1);
    private static final Color USER = new Color(0x2171b5);
    private static final Color WHISKERS = new Color(0x252525);

    private Bars() {}

    static CategoryChart of(ScenarioResult result, Figure figure) {
        List<PeerResult> peers =
                result.peers().stream().filter(PeerResult::valid).toList();
        List<Interval> wholes =
                peers.stream().map(peer -> peer.interval(figure.value())).toList();
        List<String> names = names(peers, wholes, figure);
        String per = figure.cpu() ? " per " + result.unit() : "";
        CategoryChart chart = new CategoryChartBuilder()
                .width(Math.max(700, 165 * peers.size() + 200))
                .height(450)
                .title(result.name() + ": " + result.question())
                .yAxisTitle(figure.title() + ", " + figure.unit() + per)
                .build();
        Charts.style(chart.getStyler());
        chart.getStyler().setOverlapped(true);
        chart.getStyler().setAvailableSpaceFill(0.55);
        chart.getStyler().setYAxisMin(0.0);
        chart.getStyler()
                .setYAxisMax(
                        1.1 * wholes.stream().mapToDouble(Interval::high).max().orElse(1));
        chart.getStyler().setLegendPosition(LegendPosition.OutsideE);
        chart.getStyler().setErrorBarsColor(WHISKERS);

        CategorySeries whole = chart.addSeries(
                figure.cpu() ? "system" : figure.title(),
                names,
                wholes.stream().map(Interval::median).toList());
        whole.setFillColor(WHOLE);
        if (figure.cpu()) {
            List<Double> user = peers.stream()
                    .map(peer -> peer.median(turn -> turn.cpu().userMicros() / turn.units() / figure.micros()))
                    .toList();
            chart.addSeries("user", names, user).setFillColor(USER);
        }
        // The whiskers' middle is not the median: an interval need not be symmetric.
        List<Double> middles = wholes.stream()
                .map(interval -> (interval.low() + interval.high()) / 2)
                .toList();
        List<Double> halves = wholes.stream()
                .map(interval -> (interval.high() - interval.low()) / 2)
                .toList();
        CategorySeries whiskers = chart.addSeries("interval", names, middles, halves);
        whiskers.setChartCategorySeriesRenderStyle(CategorySeriesRenderStyle.Scatter);
        whiskers.setMarker(SeriesMarkers.NONE);
        whiskers.setShowInLegend(false);
        return chart;
    }

    private static List<String> names(List<PeerResult> peers, List<Interval> wholes, Figure figure) {
        return IntStream.range(0, peers.size())
                .mapToObj(i -> peers.get(i).peer() + "  "
                        + String.format(
                                Locale.ROOT,
                                "%." + figure.decimals() + "f",
                                wholes.get(i).median()))
                .toList();
    }
}
