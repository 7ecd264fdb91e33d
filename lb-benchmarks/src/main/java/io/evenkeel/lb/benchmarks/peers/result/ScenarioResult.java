package io.evenkeel.lb.benchmarks.peers.result;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What came of a scenario.
 *
 * @param name its name
 * @param question what was done
 * @param unit what CPU time is divided by
 * @param figures what is compared, the scenario's own first
 * @param goals what the project wants
 * @param ours the name of the peer that the others are compared with
 * @param peers those who took part, ours first if it did
 * @param skipped why others did not, by name
 */
public record ScenarioResult(
        String name,
        String question,
        String unit,
        List<Figure> figures,
        List<Goal> goals,
        String ours,
        List<PeerResult> peers,
        Map<String, String> skipped) {

    /**
     * Finds one.
     *
     * @param name of a peer
     * @return what it did, if it took part
     */
    public Optional<PeerResult> peer(String name) {
        return peers.stream().filter(peer -> peer.peer().equals(name)).findFirst();
    }

    /**
     * Ours over a peer's. Turns that followed each other are divided: what disturbs the machine for longer than a turn is in both.
     * A round's ratio is the median of those of its turns.
     *
     * @param figure what is divided
     * @param peer whose figure ours is divided by
     * @return the ratio's median and interval; empty where one of the two is absent or invalid
     */
    public Optional<Interval> ratio(Figure figure, String peer) {
        Optional<PeerResult> first = peer(ours).filter(PeerResult::valid);
        Optional<PeerResult> second = peer(peer).filter(PeerResult::valid);
        if (first.isEmpty() || second.isEmpty() || peer.equals(ours)) {
            return Optional.empty();
        }
        List<List<Turn>> mine = first.get().rounds();
        List<List<Turn>> theirs = second.get().rounds();
        double[] ratios = new double[Math.min(mine.size(), theirs.size())];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = ratioOfRound(figure, mine.get(i), theirs.get(i));
        }
        return Optional.of(Interval.of(ratios)).filter(interval -> interval.samples() > 0);
    }

    private static double ratioOfRound(Figure figure, List<Turn> mine, List<Turn> theirs) {
        double[] ratios = new double[Math.min(mine.size(), theirs.size())];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = figure.of(mine.get(i)) / figure.of(theirs.get(i));
        }
        return Interval.of(ratios).median();
    }

    /**
     * The figure for CPU time among those compared.
     *
     * @return the one that user and system time are shown in
     */
    public Figure cpuFigure() {
        return figures.stream().filter(Figure::cpu).findFirst().orElse(Figure.CPU_PER_UNIT);
    }
}
