package dev.gantry.server.distribution.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.oci.digest.Digest;
import dev.gantry.oci.refusal.RefusedException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every blob store promises; each kind inherits it. */
@SuppressWarnings("NullAway.Init")
abstract class BlobStoreContract {
    private static final byte[] HELLO = "hello, blob".getBytes(StandardCharsets.UTF_8);

    private BlobStore store;

    /** A view of the same bytes, as another server of the same database has it. */
    abstract BlobStore another() throws IOException;

    @BeforeEach
    void open() throws IOException {
        store = another();
    }

    private static InputStream in(byte[] bytes) {
        return new ByteArrayInputStream(bytes);
    }

    private Digest kept(byte[] bytes) throws IOException {
        UUID upload = UUID.randomUUID();
        store.append(upload, 0, in(bytes));
        try (BlobStore.Sealed sealed = store.seal(upload, Digest.of(bytes))) {
            sealed.publish();
        }
        return Digest.of(bytes);
    }

    @Test
    void what_is_published_is_there_with_its_size_from_any_offset() throws IOException {
        Digest digest = kept(HELLO);

        assertThat(another().size(digest)).hasValue(HELLO.length);
        try (InputStream all = another().open(digest, 0);
                InputStream end = store.open(digest, 7)) {
            assertThat(all.readAllBytes()).isEqualTo(HELLO);
            assertThat(end.readAllBytes()).asString(StandardCharsets.UTF_8).isEqualTo("blob");
        }
    }

    @Test
    void nothing_is_visible_before_it_is_published() throws IOException {
        UUID upload = UUID.randomUUID();
        store.append(upload, 0, in(HELLO));
        try (BlobStore.Sealed sealed = store.seal(upload, Digest.of(HELLO))) {
            assertThat(sealed.sizeBytes()).isEqualTo(HELLO.length);
            assertThat(store.size(Digest.of(HELLO))).isEmpty();
        }
        assertThatThrownBy(() -> store.open(Digest.of(HELLO), 0)).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void an_upload_goes_on_in_another_server() throws IOException {
        UUID upload = UUID.randomUUID();
        assertThat(store.append(upload, 0, in("hello, ".getBytes(StandardCharsets.UTF_8))))
                .isEqualTo(7);
        BlobStore other = another();
        assertThat(other.written(upload)).isEqualTo(7);
        assertThat(other.append(upload, 7, in("blob".getBytes(StandardCharsets.UTF_8))))
                .isEqualTo(11);

        try (BlobStore.Sealed sealed = store.seal(upload, Digest.of(HELLO))) {
            sealed.publish();
        }
        assertThat(store.size(Digest.of(HELLO))).hasValue(11);
        assertThat(store.written(upload)).isZero();
    }

    @Test
    void an_uploads_bytes_can_be_read_although_they_are_no_blob() throws IOException {
        UUID id = UUID.randomUUID();
        assertThatThrownBy(() -> store.openUpload(id)).isInstanceOf(NoSuchFileException.class);
        long unused = store.append(id, 0, new ByteArrayInputStream(new byte[] {1, 2, 3}));
        try (InputStream in = store.openUpload(id)) {
            assertThat(in.readAllBytes()).containsExactly(1, 2, 3);
        }
    }

    @Test
    void bytes_at_another_place_than_the_end_are_refused() throws IOException {
        UUID upload = UUID.randomUUID();
        store.append(upload, 0, in(HELLO));

        assertThatThrownBy(() -> store.append(upload, 3, in(HELLO))).isInstanceOf(UploadMovedException.class);
        assertThatThrownBy(() -> store.append(upload, 12, in(HELLO))).isInstanceOf(UploadMovedException.class);
        assertThat(store.written(upload)).isEqualTo(HELLO.length);
    }

    @Test
    void what_came_before_a_source_broke_off_stays_and_counts() throws IOException {
        UUID upload = UUID.randomUUID();
        assertThatThrownBy(() -> store.append(upload, 0, new Broken(new IOException("gone"))))
                .isInstanceOf(IOException.class);
        assertThat(store.written(upload)).isEqualTo(5);
        store.append(upload, 5, in(", blob".getBytes(StandardCharsets.UTF_8)));

        try (BlobStore.Sealed sealed = store.seal(upload, Digest.of(HELLO))) {
            sealed.publish();
        }
    }

    @Test
    void what_came_before_a_source_refused_is_taken_back() throws IOException {
        UUID upload = UUID.randomUUID();
        store.append(upload, 0, in("he".getBytes(StandardCharsets.UTF_8)));
        assertThatThrownBy(() -> store.append(upload, 2, new Broken(new IllegalArgumentException("too long"))))
                .isInstanceOf(IllegalArgumentException.class);

        assertThat(store.written(upload)).isEqualTo(2);
        store.append(upload, 2, in("llo, blob".getBytes(StandardCharsets.UTF_8)));
        store.seal(upload, Digest.of(HELLO)).close();
    }

    @Test
    void other_bytes_than_promised_are_never_sealed() throws IOException {
        UUID upload = UUID.randomUUID();
        store.append(upload, 0, in(HELLO));

        assertThatThrownBy(() -> store.seal(upload, Digest.of(new byte[1]))).isInstanceOf(RefusedException.class);
        assertThat(store.size(Digest.of(new byte[1]))).isEmpty();
        assertThat(store.written(upload)).isEqualTo(HELLO.length);
    }

    @Test
    void a_sealed_upload_is_written_by_nobody() throws IOException {
        UUID upload = UUID.randomUUID();
        store.append(upload, 0, in(HELLO));
        try (BlobStore.Sealed sealed = store.seal(upload, Digest.of(HELLO))) {
            assertThatThrownBy(() -> store.append(upload, HELLO.length, in(HELLO)))
                    .isInstanceOf(UploadBusyException.class);
            assertThatThrownBy(() -> store.seal(upload, Digest.of(HELLO))).isInstanceOf(UploadBusyException.class);
            assertThatThrownBy(() -> store.discard(upload)).isInstanceOf(UploadBusyException.class);
            sealed.publish();
        }
    }

    @Test
    void a_blob_that_is_published_again_stays_one() throws IOException {
        kept(HELLO);
        kept(HELLO);

        assertThat(all()).containsExactly(Digest.of(HELLO));
    }

    @Test
    void a_removed_blob_is_gone_and_can_be_read_to_its_end_by_who_began() throws IOException {
        Digest digest = kept(HELLO);
        try (InputStream open = store.open(digest, 0)) {
            store.remove(digest);
            store.remove(digest);
            assertThat(store.size(digest)).isEmpty();
            assertThat(open.readAllBytes()).isEqualTo(HELLO);
        }
    }

    @Test
    void a_discarded_upload_is_gone() throws IOException {
        UUID upload = UUID.randomUUID();
        store.append(upload, 0, in(HELLO));
        List<UUID> found = new ArrayList<>();
        store.uploads(found::addAll);
        assertThat(found).containsExactly(upload);

        store.discard(upload);
        store.discard(upload);
        assertThat(store.written(upload)).isZero();
    }

    @Test
    void all_blobs_are_told() throws IOException {
        List<Digest> wanted = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            wanted.add(kept(new byte[] {(byte) i}));
        }
        assertThat(all()).containsExactlyInAnyOrderElementsOf(wanted);
    }

    private List<Digest> all() throws IOException {
        List<Digest> found = new ArrayList<>();
        store.blobs(found::addAll);
        return found;
    }

    @Test
    void a_store_is_marked_once_and_for_all() throws IOException {
        assertThat(store.mark()).isEmpty();
        UUID first = UUID.randomUUID();
        store.mark(first);
        another().mark(UUID.randomUUID());

        assertThat(another().mark()).hasValue(first);
    }

    /** Five bytes, then a failure. */
    private static final class Broken extends InputStream {
        private final Exception failure;
        private boolean told;

        Broken(Exception failure) {
            this.failure = failure;
        }

        @Override
        public int read() {
            throw new IllegalStateException("Read in pieces");
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (!told) {
                told = true;
                byte[] first = failure instanceof IOException ? "hello".getBytes(StandardCharsets.UTF_8) : new byte[5];
                System.arraycopy(first, 0, target, offset, 5);
                return 5;
            }
            if (failure instanceof IOException broken) {
                throw broken;
            }
            throw (RuntimeException) failure;
        }
    }
}
