package dev.gantry.server.image.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The shortest way from one list of lines to another, Myers, "An O(ND) Difference Algorithm and Its Variations", 1986. Texts
 * that have little in common are not worth the search: beyond {@link #MOST_EDITS} all that lies between their common
 * beginning and end counts as rewritten.
 */
final class LineDiff {
    /** Lines removed and added together. The search keeps as many numbers as half its square: 2 million, 8 MB. */
    static final int MOST_EDITS = 2_000;

    private final List<String> before;
    private final List<String> after;
    private final List<Line> lines = new ArrayList<>();

    private LineDiff(List<String> before, List<String> after) {
        this.before = before;
        this.after = after;
    }

    /** What became of one line. */
    enum Fate {
        SAME,
        REMOVED,
        ADDED
    }

    record Line(Fate fate, String text) {}

    static List<Line> of(List<String> before, List<String> after) {
        LineDiff diff = new LineDiff(before, after);
        diff.run();
        return diff.lines;
    }

    private void run() {
        int start = 0;
        int most = Math.min(before.size(), after.size());
        while (start < most && before.get(start).equals(after.get(start))) {
            start++;
        }
        int end = 0;
        while (end < most - start && before.get(before.size() - 1 - end).equals(after.get(after.size() - 1 - end))) {
            end++;
        }
        before.subList(0, start).forEach(text -> lines.add(new Line(Fate.SAME, text)));
        between(before.subList(start, before.size() - end), after.subList(start, after.size() - end));
        before.subList(before.size() - end, before.size()).forEach(text -> lines.add(new Line(Fate.SAME, text)));
    }

    private void between(List<String> a, List<String> b) {
        List<int[]> trace = search(a, b);
        if (trace.isEmpty()) {
            a.forEach(text -> lines.add(new Line(Fate.REMOVED, text)));
            b.forEach(text -> lines.add(new Line(Fate.ADDED, text)));
            return;
        }
        List<Line> back = new ArrayList<>();
        int x = a.size();
        int y = b.size();
        for (int d = trace.size() - 1; d >= 0; d--) {
            int k = x - y;
            boolean down = d > 0 && isDown(trace.get(d - 1), d, k);
            int fromK = down ? k + 1 : k - 1;
            int fromX = d == 0 ? 0 : trace.get(d - 1)[fromK + d - 1];
            int fromY = d == 0 ? 0 : fromX - fromK;
            int stepX = d == 0 ? 0 : down ? fromX : fromX + 1;
            while (x > stepX && y > (d == 0 ? 0 : down ? fromY + 1 : fromY)) {
                back.add(new Line(Fate.SAME, a.get(--x)));
                y--;
            }
            if (d > 0) {
                back.add(down ? new Line(Fate.ADDED, b.get(fromY)) : new Line(Fate.REMOVED, a.get(fromX)));
            }
            x = fromX;
            y = fromY;
        }
        for (int i = back.size() - 1; i >= 0; i--) {
            lines.add(back.get(i));
        }
    }

    /** Whether the farthest way to diagonal k with d edits adds a line rather than removes one. */
    private static boolean isDown(int[] farthest, int d, int k) {
        return k == -d || k != d && farthest[k - 1 + d - 1] < farthest[k + 1 + d - 1];
    }

    /**
     * How far each number of edits leads, by diagonal: entry {@code k + d} of row d is x on diagonal k.
     *
     * @return empty when it takes more than {@link #MOST_EDITS}
     */
    private static List<int[]> search(List<String> a, List<String> b) {
        List<int[]> trace = new ArrayList<>();
        int[] before = {};
        for (int d = 0; d <= MOST_EDITS; d++) {
            int[] now = new int[2 * d + 1];
            Arrays.fill(now, -1);
            for (int k = -d; k <= d; k += 2) {
                int x = d == 0 ? 0 : isDown(before, d, k) ? before[k + 1 + d - 1] : before[k - 1 + d - 1] + 1;
                while (x < a.size()
                        && x - k >= 0
                        && x - k < b.size()
                        && a.get(x).equals(b.get(x - k))) {
                    x++;
                }
                now[k + d] = x;
                if (x >= a.size() && x - k >= b.size()) {
                    trace.add(now);
                    return trace;
                }
            }
            trace.add(now);
            before = now;
        }
        return List.of();
    }
}
