package dev.gantry.agent.home;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;

/** Files that appear whole or not at all, readable by their owner only. */
public final class DurableFile {
    private DurableFile() {}

    /** Replaces the file's content; it has survived a power cut once this returns. */
    public static void write(Path file, byte[] content) throws IOException {
        replace(file, content, true);
    }

    /** Replaces the file's content in one step; a power cut may bring the old content back. */
    public static void writeRelaxed(Path file, byte[] content) throws IOException {
        replace(file, content, false);
    }

    private static void replace(Path file, byte[] content, boolean durable) throws IOException {
        Path directory = Objects.requireNonNull(file.getParent(), "a file in a directory");
        Files.createDirectories(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path temporary = directory.resolve("." + file.getFileName() + ".new");
        Files.deleteIfExists(temporary);
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try {
            try (FileChannel channel = FileChannel.open(temporary, Set.of(CREATE_NEW, WRITE), ownerOnly)) {
                ByteBuffer rest = ByteBuffer.wrap(content);
                while (rest.hasRemaining()) {
                    channel.write(rest);
                }
                if (durable) {
                    channel.force(true);
                }
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
        if (durable) {
            try (FileChannel names = FileChannel.open(directory, READ)) {
                names.force(true);
            }
        }
    }
}
