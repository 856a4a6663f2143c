package dev.gantry.engine.kernel.process;

import dev.gantry.engine.kernel.file.Descriptors;
import dev.gantry.engine.kernel.file.Mounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * Network namespaces, each kept alive by a bind mount of its file. setns(2) and unshare(2) change the calling thread
 * only, and a thread that was changed is never used again: each piece of work gets a throw-away thread.
 */
public final class Namespaces {
    private Namespaces() {}

    /** Makes a network namespace, pins it at the path, and does the work in it. */
    public static <T> T create(Path pin, Supplier<T> work) {
        return onThread(() -> {
            try {
                Files.createDirectories(pin.getParent());
                Files.deleteIfExists(pin);
                Files.createFile(pin);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
            Descriptors.check(ProcessCalls.LIBC.unshare(ProcessCalls.CLONE_NEWNET), "unshare(CLONE_NEWNET)");
            Mounts.bind(Path.of("/proc/thread-self/ns/net"), pin);
            return work.get();
        });
    }

    /** Does the work in a pinned namespace; commands that it runs are in it, too. */
    public static <T> T within(Path pin, Supplier<T> work) {
        return onThread(() -> {
            int fd = Descriptors.open(pin);
            try {
                Descriptors.check(ProcessCalls.LIBC.setns(fd, ProcessCalls.CLONE_NEWNET), "setns " + pin);
            } finally {
                Descriptors.close(fd);
            }
            return work.get();
        });
    }

    /** Lets go of a pinned namespace; no-op when there is none. */
    public static void release(Path pin) {
        if (!Files.exists(pin)) {
            return;
        }
        Mounts.unmount(pin);
        try {
            Files.deleteIfExists(pin);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    static <T> T onThread(Supplier<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        result.complete(work.get());
                    } catch (Throwable e) {
                        result.completeExceptionally(e);
                    }
                },
                "namespace");
        thread.setDaemon(true);
        thread.start();
        try {
            return result.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }
}
