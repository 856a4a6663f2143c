package dev.gantry.engine.kernel.hash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.oci.digest.Digest;
import java.security.MessageDigest;
import java.security.Security;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("engine")
class NativeDigestsTest {
    @BeforeAll
    static void install() {
        NativeDigests.install();
        NativeDigests.install();
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 55, 56, 63, 64, 65, 65_535, 65_536, 65_537, 300_000})
    void its_digests_are_those_of_the_jdk(int length) {
        byte[] content = bytes(length);
        MessageDigest hash = Digest.ofStream();

        assertThat(hash.getProvider().getName()).isEqualTo(Digest.STREAM_PROVIDER);
        assertThat(hash.digest(content)).isEqualTo(Digest.sha256().digest(content));
    }

    @Test
    void parts_and_single_bytes_make_the_same_digest_as_the_whole() {
        byte[] content = bytes(200_000);
        MessageDigest hash = Digest.ofStream();
        hash.update(content[0]);
        hash.update(content, 1, 99_999);
        hash.update(content, 100_000, 0);
        hash.update(content, 100_000, 100_000);

        assertThat(hash.digest()).isEqualTo(Digest.sha256().digest(content));
    }

    @Test
    void after_a_digest_or_a_reset_it_begins_anew() {
        MessageDigest hash = Digest.ofStream();
        hash.digest(bytes(10));
        hash.update(bytes(20));
        hash.reset();

        assertThat(hash.digest(bytes(30))).isEqualTo(Digest.sha256().digest(bytes(30)));
    }

    @Test
    void a_copy_goes_its_own_way() throws Exception {
        MessageDigest hash = Digest.ofStream();
        hash.update(bytes(100));
        MessageDigest copy = (MessageDigest) hash.clone();
        hash.update((byte) 1);

        assertThat(copy.digest()).isEqualTo(Digest.sha256().digest(bytes(100)));
        assertThat(hash.digest()).isNotEqualTo(Digest.sha256().digest(bytes(100)));
    }

    @Test
    void nobody_gets_it_who_did_not_ask_for_it() throws Exception {
        assertThat(Security.getProvider(Digest.STREAM_PROVIDER)).isNotNull();
        assertThat(MessageDigest.getInstance("SHA-256").getProvider().getName()).isNotEqualTo(Digest.STREAM_PROVIDER);
    }
}
