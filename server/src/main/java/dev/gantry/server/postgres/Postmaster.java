package dev.gantry.server.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A running Postgres as its own `postmaster.pid` tells (src/include/utils/pidfile.h: line 1 pid, 2 data directory,
 * 4 port, 8 status).
 *
 * @param ready whether it takes connections
 */
record Postmaster(ProcessHandle process, int port, boolean ready) {
    private static final int PID = 0;
    private static final int PORT = 3;
    private static final int STATUS = 7;

    /** The one that runs on this data directory, or null. A file that a dead one left behind is not believed. */
    static @Nullable Postmaster of(Path data) throws IOException {
        List<String> lines;
        try {
            lines = Files.readAllLines(data.resolve("postmaster.pid"));
        } catch (NoSuchFileException e) {
            return null;
        }
        if (lines.size() <= PORT
                || !lines.get(PID).strip().matches("\\d{1,10}")
                || !lines.get(PORT).strip().matches("\\d{1,5}")) {
            return null;
        }
        Optional<ProcessHandle> process =
                ProcessHandle.of(Long.parseLong(lines.get(PID).strip()));
        if (process.isEmpty() || !process.get().isAlive() || !worksIn(process.get(), data)) {
            return null;
        }
        boolean ready = lines.size() > STATUS && lines.get(STATUS).strip().equals("ready");
        return new Postmaster(process.get(), Integer.parseInt(lines.get(PORT).strip()), ready);
    }

    /** Postgres' working directory is its data directory: a process that got the pid meanwhile has another. */
    private static boolean worksIn(ProcessHandle process, Path data) {
        try {
            Path cwd = Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), "cwd"));
            return cwd.equals(data.toRealPath());
        } catch (IOException e) {
            return false;
        }
    }
}
