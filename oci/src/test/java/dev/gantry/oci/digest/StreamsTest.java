package dev.gantry.oci.digest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.refusal.RefusedException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class StreamsTest {
    private static final byte[] TEXT = "the quick brown fox".repeat(1000).getBytes(StandardCharsets.US_ASCII);
    private static final Digest DIGEST = Digest.of(TEXT);

    @Test
    void hashing_streams_see_every_byte_that_is_read_skipped_or_written() throws IOException {
        HashingInputStream in = new HashingInputStream(new ByteArrayInputStream(TEXT));
        assertThat(in.read()).isEqualTo('t');
        in.skipNBytes(5000);
        in.readAllBytes();
        assertThat(in.count()).isEqualTo(TEXT.length);
        assertThat(in.digest()).isEqualTo(DIGEST);

        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        HashingOutputStream out = new HashingOutputStream(bytes);
        out.write(TEXT[0]);
        out.write(TEXT, 1, TEXT.length - 1);
        assertThat(out.count()).isEqualTo(TEXT.length);
        assertThat(out.digest()).isEqualTo(DIGEST);
        assertThat(bytes.toByteArray()).isEqualTo(TEXT);
    }

    @Test
    void the_right_bytes_pass() throws IOException {
        assertThat(verify(TEXT, TEXT.length).readAllBytes()).isEqualTo(TEXT);
        assertThat(new VerifyingInputStream(new ByteArrayInputStream(TEXT), DIGEST).readAllBytes())
                .isEqualTo(TEXT);
        verify(TEXT, TEXT.length).finish();
        assertThat(new VerifyingInputStream(InputStream.nullInputStream(), Digest.of(new byte[0]), 0).read())
                .isEqualTo(-1);
    }

    @Test
    void the_last_bytes_of_wrong_content_are_held_back() {
        byte[] wrong = TEXT.clone();
        wrong[3] ^= 1;
        VerifyingInputStream in = verify(wrong, TEXT.length);
        refused(() -> in.readNBytes(TEXT.length), "have the digest");
        assertThat(in.count()).isEqualTo(TEXT.length);
        refused(() -> new VerifyingInputStream(new ByteArrayInputStream(wrong), DIGEST).finish(), "have the digest");
    }

    @Test
    void a_short_source_is_refused() {
        refused(() -> verify(Arrays.copyOf(TEXT, 100), TEXT.length).readAllBytes(), "ends after 100 of 19000");
    }

    @Test
    void a_long_source_is_refused_after_one_byte_too_many() {
        ByteArrayInputStream source = new ByteArrayInputStream(Arrays.copyOf(TEXT, TEXT.length + 50));
        refused(() -> new VerifyingInputStream(source, DIGEST, TEXT.length).readAllBytes(), "longer than");
        assertThat(source.available()).isEqualTo(49);
    }

    @Test
    void a_long_source_cannot_pass_by_being_skipped() {
        refused(() -> verify(Arrays.copyOf(TEXT, 18_999), 18_999).skipNBytes(18_999), "have the digest");
    }

    private static VerifyingInputStream verify(byte[] bytes, long size) {
        return new VerifyingInputStream(new ByteArrayInputStream(bytes), DIGEST, size);
    }

    private static void refused(ThrowingCallable reading, String why) {
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(reading)
                .matches(e -> e.code() == RefusalCode.DIGEST_MISMATCH)
                .withMessageContaining(why);
    }
}
