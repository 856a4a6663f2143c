package dev.gantry.engine.image;

import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.refusal.RefusedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Layers that are worked on at the same time, a few at once. The first failure ends all. */
final class SideBySide {
    private static final int AT_ONCE = 4;

    private SideBySide() {}

    /**
     * Returns only when no thread works any more, so that whatever they made can be removed.
     *
     * @param tried for the refusal when it is cancelled by an interrupt
     * @param cut ends what an interrupt does not reach, such as waiting for bytes behind another thread; may be called
     *     several times
     * @return what the works made, in their order
     */
    static <T> List<T> run(String tried, List<Callable<T>> works, Runnable cut) throws IOException {
        int threadCount = Math.max(1, Math.min(AT_ONCE, works.size()));
        ExecutorService threads = Executors.newFixedThreadPool(threadCount, work -> {
            Thread thread = new Thread(work, "layer");
            thread.setDaemon(true);
            return thread;
        });
        try {
            CompletionService<T> service = new ExecutorCompletionService<>(threads);
            List<Future<T>> all = new ArrayList<>();
            works.forEach(work -> all.add(service.submit(work)));
            for (int i = 0; i < works.size(); i++) {
                service.take().get();
            }
            return all.stream().map(SideBySide::done).toList();
        } catch (InterruptedException e) {
            end(threads, cut);
            Thread.currentThread().interrupt();
            throw new RefusedException(
                    RefusalCode.CANCELLED, tried, "it was cancelled", "start it again if it is still wanted");
        } catch (ExecutionException e) {
            throw failure(e);
        } finally {
            end(threads, cut);
        }
    }

    private static <T> T done(Future<T> future) {
        try {
            return future.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new CompletionException(e);
        }
    }

    private static RuntimeException failure(ExecutionException failed) throws IOException {
        if (failed.getCause() instanceof IOException e) {
            throw e;
        }
        if (failed.getCause() instanceof RuntimeException e) {
            throw e;
        }
        throw new CompletionException(failed.getCause());
    }

    private static void end(ExecutorService threads, Runnable cut) {
        boolean interrupted = false;
        while (!threads.isTerminated()) {
            cut.run();
            threads.shutdownNow();
            try {
                boolean unused = threads.awaitTermination(1, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
