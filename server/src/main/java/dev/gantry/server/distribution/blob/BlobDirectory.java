package dev.gantry.server.distribution.blob;

import dev.gantry.oci.digest.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;

/** Where a directory store's files lie: {@code sha256/ab/<hex>}, {@code uploads/<id>} and {@code id}; the one who joins the names. */
final class BlobDirectory {
    private final Path root;

    /** Makes what is missing, with mode 0700. */
    BlobDirectory(Path root) {
        this.root = root.toAbsolutePath();
        try {
            made(this.root);
            made(blobs());
            made(uploads());
        } catch (IOException e) {
            throw new UncheckedIOException("Could not make the directory for blobs below " + root, e);
        }
    }

    Path root() {
        return root;
    }

    Path mark() {
        return root.resolve("id");
    }

    Path blobs() {
        return root.resolve("sha256");
    }

    Path uploads() {
        return root.resolve("uploads");
    }

    Path blob(Digest digest) {
        return shelf(digest).resolve(digest.hex());
    }

    private Path shelf(Digest digest) {
        return blobs().resolve(digest.hex().substring(0, 2));
    }

    Path upload(UUID id) {
        return uploads().resolve(id.toString());
    }

    /** The directory of a blob, there and durable. */
    Path madeShelf(Digest digest) throws IOException {
        Path shelf = shelf(digest);
        if (!Files.isDirectory(shelf)) {
            made(shelf);
            sync(blobs());
        }
        return shelf;
    }

    /** What was renamed into the directory is there after a power cut. */
    static void sync(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static void made(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
    }
}
