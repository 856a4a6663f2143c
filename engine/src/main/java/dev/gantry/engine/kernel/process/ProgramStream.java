package dev.gantry.engine.kernel.process;

import dev.gantry.engine.kernel.file.Descriptors;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a program makes of a stream: the source is its standard input, and what it writes is read here. A thread feeds it,
 * also beyond what it wants to read. What the source throws comes out here. Closing ends the program, waits for the
 * thread and closes the source. There is no time limit, for the source may come slowly. Not for several threads.
 */
public final class ProgramStream extends InputStream {
    /** What an unprivileged process may ask for, /proc/sys/fs/pipe-max-size. */
    private static final int PIPE = 1 << 20;

    private static final int BUFFER = 256 << 10;
    private static final int SIGKILL = 9;
    private static final int ERROR_LIMIT = 4096;

    private final InputStream source;
    private final Function<String, RuntimeException> failed;
    private final int pid;
    private final int input;
    private final int output;
    private final int errors;
    private final Thread feeder;
    private final byte[] buffer = new byte[BUFFER];
    private int start;
    private int end;
    private boolean reaped;
    private volatile boolean closed;
    private volatile @Nullable Throwable sourceFailure;

    private ProgramStream(
            int pid, int[] ends, int errors, InputStream source, Function<String, RuntimeException> failed) {
        this.pid = pid;
        this.input = ends[0];
        this.output = ends[1];
        this.errors = errors;
        this.source = source;
        this.failed = failed;
        feeder = new Thread(this::feed, "program-feeder");
        feeder.setDaemon(true);
        feeder.start();
    }

    /**
     * @param failed makes what reading throws when the program's exit code is not 0, from its standard error's first 4 KiB
     * @return empty when the program can't be started; the source is untouched then
     */
    public static Optional<ProgramStream> start(
            List<String> argv, InputStream source, Function<String, RuntimeException> failed) {
        int[] in = Descriptors.pipe(PIPE);
        int[] out = Descriptors.pipe(PIPE);
        // A file and no pipe: nobody has to read it while the program runs.
        int errors = Descriptors.file(new byte[0]);
        int pid = Spawn.spawn(argv, Command.ENVIRONMENT, new int[] {in[0], out[1], errors});
        Descriptors.close(in[0]);
        Descriptors.close(out[1]);
        if (pid < 0) {
            Descriptors.close(in[1]);
            Descriptors.close(out[0]);
            Descriptors.close(errors);
            return Optional.empty();
        }
        return Optional.of(new ProgramStream(pid, new int[] {in[1], out[0]}, errors, source, failed));
    }

    private void feed() {
        byte[] block = new byte[BUFFER];
        boolean wanted = true;
        try {
            int n;
            while (!closed && (n = source.read(block, 0, block.length)) >= 0) {
                wanted = wanted && Descriptors.writeAll(input, block, n);
            }
        } catch (IOException | RuntimeException | Error e) {
            sourceFailure = e;
        } finally {
            Descriptors.close(input);
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (start == end && !fill()) {
            return -1;
        }
        int n = Math.min(length, end - start);
        System.arraycopy(buffer, start, target, offset, n);
        start += n;
        return n;
    }

    private boolean fill() throws IOException {
        if (closed) {
            throw new IOException("the stream is closed");
        }
        if (reaped) {
            return false;
        }
        start = 0;
        end = Descriptors.read(output, buffer);
        if (end == 0) {
            finish();
        }
        return end > 0;
    }

    /** After the program's output: how it ended, and whether the source did. */
    private void finish() throws IOException {
        int exitCode = Command.reap(pid);
        reaped = true;
        if (exitCode != 0 && sourceFailure == null) {
            throw failed.apply(errorText());
        }
        try {
            feeder.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a program's input was read");
        }
        Throwable failure = sourceFailure;
        if (failure instanceof IOException e) {
            throw e;
        }
        if (failure instanceof RuntimeException e) {
            throw e;
        }
        if (failure != null) {
            throw new IOException(failure);
        }
    }

    private String errorText() {
        Descriptors.rewind(errors);
        return new String(Descriptors.readAll(errors, ERROR_LIMIT), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        if (!reaped) {
            ProcessCalls.LIBC.kill(pid, SIGKILL);
            Command.reap(pid);
            reaped = true;
        }
        boolean interrupted = false;
        while (feeder.isAlive()) {
            try {
                feeder.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        Descriptors.close(output);
        Descriptors.close(errors);
        source.close();
    }
}
