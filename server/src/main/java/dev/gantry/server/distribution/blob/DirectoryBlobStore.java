package dev.gantry.server.distribution.blob;

import dev.gantry.oci.digest.Digest;
import dev.gantry.oci.refusal.RefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Blobs as files below one directory, which servers of one database share. */
public final class DirectoryBlobStore implements BlobStore {
    private static final int GROUP = 1_000;

    private final BlobDirectory directory;
    private final Set<UUID> held = ConcurrentHashMap.newKeySet();
    private final RunningHashes hashes = new RunningHashes();

    /** @param root made with mode 0700 if it is missing */
    public DirectoryBlobStore(Path root) {
        this.directory = new BlobDirectory(root);
    }

    @Override
    public long written(UUID upload) throws IOException {
        return sizeOf(directory.upload(upload)).orElse(0);
    }

    @Override
    public long append(UUID upload, long at, InputStream source) throws IOException {
        try (DirectoryUpload mine = held(upload)) {
            return mine.append(at, source);
        }
    }

    @Override
    public InputStream openUpload(UUID upload) throws IOException {
        return Files.newInputStream(directory.upload(upload));
    }

    @Override
    public Sealed seal(UUID upload, Digest digest) throws IOException {
        DirectoryUpload mine = held(upload);
        try {
            return new SealedFile(upload, digest, mine, mine.complete(digest));
        } catch (IOException | RuntimeException e) {
            mine.close();
            throw e;
        }
    }

    @Override
    public void discard(UUID upload) throws IOException {
        if (Files.exists(directory.upload(upload))) {
            try (DirectoryUpload mine = held(upload)) {
                Files.deleteIfExists(directory.upload(upload));
            }
        }
        hashes.forget(upload);
    }

    private DirectoryUpload held(UUID upload) throws IOException {
        return new DirectoryUpload(upload, directory.upload(upload), held, hashes);
    }

    @Override
    public OptionalLong size(Digest digest) throws IOException {
        return sizeOf(directory.blob(digest));
    }

    @Override
    public InputStream open(Digest digest, long from) throws IOException {
        FileChannel file = FileChannel.open(directory.blob(digest), StandardOpenOption.READ);
        file.position(from);
        return Channels.newInputStream(file);
    }

    @Override
    public void remove(Digest digest) throws IOException {
        Files.deleteIfExists(directory.blob(digest));
    }

    @Override
    public void blobs(Consumer<List<Digest>> group) throws IOException {
        try (DirectoryStream<Path> shelves = Files.newDirectoryStream(directory.blobs())) {
            for (Path shelf : shelves) {
                names(shelf, DirectoryBlobStore::digest, group);
            }
        }
    }

    @Override
    public void uploads(Consumer<List<UUID>> group) throws IOException {
        names(directory.uploads(), UUID::fromString, group);
    }

    /** Files whose name says nothing are not ours to judge, and are passed over. */
    private static <T> void names(Path place, Function<String, T> read, Consumer<List<T>> group) throws IOException {
        List<T> names = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(place)) {
            for (Path file : files) {
                T name = named(file.getFileName().toString(), read);
                if (name != null) {
                    names.add(name);
                }
                if (names.size() == GROUP) {
                    group.accept(List.copyOf(names));
                    names.clear();
                }
            }
        }
        if (!names.isEmpty()) {
            group.accept(List.copyOf(names));
        }
    }

    private static <T> @Nullable T named(String text, Function<String, T> read) {
        try {
            T name = read.apply(text);
            return Objects.toString(name).endsWith(text) ? name : null;
        } catch (IllegalArgumentException | RefusedException e) {
            return null;
        }
    }

    private static Digest digest(String hex) {
        return new Digest(hex);
    }

    @Override
    public Optional<UUID> mark() throws IOException {
        try {
            return Optional.of(
                    UUID.fromString(Files.readString(directory.mark()).strip()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            throw new IOException("The file " + directory.mark() + " does not name a blob store", e);
        }
    }

    /** By a link to a complete file, which only one of several servers that start at once can make. */
    @Override
    public void mark(UUID id) throws IOException {
        Path fresh = directory.root().resolve("id." + UUID.randomUUID());
        Files.writeString(fresh, id + "\n");
        try {
            Files.createLink(directory.mark(), fresh);
        } catch (FileAlreadyExistsException e) {
            return;
        } finally {
            Files.delete(fresh);
        }
        BlobDirectory.sync(directory.root());
    }

    @Override
    public long free() throws IOException {
        return Files.getFileStore(directory.root()).getUsableSpace();
    }

    private static OptionalLong sizeOf(Path file) throws IOException {
        try {
            return OptionalLong.of(Files.size(file));
        } catch (NoSuchFileException e) {
            return OptionalLong.empty();
        }
    }

    private final class SealedFile implements Sealed {
        private final UUID upload;
        private final Digest digest;
        private final DirectoryUpload mine;
        private final long size;

        SealedFile(UUID upload, Digest digest, DirectoryUpload mine, long size) {
            this.upload = upload;
            this.digest = digest;
            this.mine = mine;
            this.size = size;
        }

        @Override
        public long sizeBytes() {
            return size;
        }

        @Override
        public void publish() throws IOException {
            Path shelf = directory.madeShelf(digest);
            Files.move(directory.upload(upload), directory.blob(digest), StandardCopyOption.ATOMIC_MOVE);
            BlobDirectory.sync(shelf);
        }

        @Override
        public void close() throws IOException {
            mine.close();
        }
    }
}
