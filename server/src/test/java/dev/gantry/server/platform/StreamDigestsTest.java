package dev.gantry.server.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.oci.digest.Digest;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamDigestsTest {
    @BeforeAll
    static void twice() {
        assertThat(StreamDigests.offer()).isTrue();
        assertThat(StreamDigests.offer()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 55, 56, 63, 64, 65, 65_536, 300_000})
    void its_digests_are_those_of_the_jdk_however_the_bytes_come(int length) {
        byte[] content = new byte[length];
        new Random(length).nextBytes(content);
        MessageDigest hash = Digest.ofStream();
        hash.update(content, 0, length / 3);
        hash.update(ByteBuffer.wrap(content, length / 3, length - length / 3));

        assertThat(hash.getProvider().getName()).isEqualTo(Digest.STREAM_PROVIDER);
        assertThat(hash.digest()).isEqualTo(Digest.sha256().digest(content));
    }

    @Test
    void whoever_names_no_provider_gets_the_jdks() throws NoSuchAlgorithmException {
        assertThat(MessageDigest.getInstance("SHA-256").getProvider().getName()).isEqualTo("SUN");
    }
}
