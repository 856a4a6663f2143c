package dev.gantry.server.container.spec;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Names of signals, signal(7). */
public final class Signals {
    public static final String KILL = "SIGKILL";
    public static final String TERM = "SIGTERM";

    private static final Set<String> NAMES = Set.of(
            "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "IOT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2", "PIPE",
            "ALRM", "TERM", "STKFLT", "CHLD", "CLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG", "XCPU", "XFSZ",
            "VTALRM", "PROF", "WINCH", "IO", "POLL", "PWR", "SYS");
    private static final Pattern REAL_TIME = Pattern.compile("RTMIN(\\+([0-9]|1[0-5]))?|RTMAX(-([0-9]|1[0-4]))?");
    private static final Pattern NUMBER = Pattern.compile("[1-9]|[1-5][0-9]|6[0-4]");

    private Signals() {}

    public static boolean known(String signal) {
        String bare = bare(signal);
        return NAMES.contains(bare)
                || REAL_TIME.matcher(bare).matches()
                || NUMBER.matcher(signal).matches();
    }

    public static boolean kills(String signal) {
        return bare(signal).equals("KILL") || signal.equals("9");
    }

    /** With SIG in front, unless it is a number. */
    public static String canonical(String signal) {
        return NUMBER.matcher(signal).matches() ? signal : "SIG" + bare(signal);
    }

    private static String bare(String signal) {
        String upper = signal.toUpperCase(Locale.ROOT);
        return upper.startsWith("SIG") ? upper.substring(3) : upper;
    }
}
