package io.evenkeel.lb.benchmarks.peers.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A Markdown table whose columns are aligned, so that it can be read as text too. The first column is left-aligned. */
final class Table {

    private final List<List<String>> rows = new ArrayList<>();

    Table(String... header) {
        rows.add(List.of(header));
    }

    void row(List<String> cells) {
        if (cells.size() != rows.get(0).size()) {
            throw new IllegalArgumentException(
                    cells.size() + " cells for " + rows.get(0).size() + " columns");
        }
        rows.add(List.copyOf(cells));
    }

    @Override
    public String toString() {
        int columns = rows.get(0).size();
        int[] widths = new int[columns];
        Arrays.setAll(
                widths,
                column -> rows.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(0));
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < rows.size(); i++) {
            text.append('|');
            for (int column = 0; column < columns; column++) {
                String cell = rows.get(i).get(column);
                String padding = " ".repeat(widths[column] - cell.length());
                text.append(' ')
                        .append(column == 0 ? cell + padding : padding + cell)
                        .append(" |");
            }
            text.append('\n');
            if (i == 0) {
                text.append('|');
                for (int column = 0; column < columns; column++) {
                    text.append(column == 0 ? "-" : "-").append("-".repeat(widths[column]));
                    text.append(column == 0 ? "-|" : ":|");
                }
                text.append('\n');
            }
        }
        return text.toString();
    }
}
