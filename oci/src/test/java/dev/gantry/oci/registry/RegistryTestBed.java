package dev.gantry.oci.registry;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gantry.oci.digest.Digest;
import dev.gantry.oci.manifest.Descriptor;
import dev.gantry.oci.manifest.MediaType;
import dev.gantry.oci.refusal.RefusedException;
import dev.gantry.oci.registry.auth.Credentials;
import dev.gantry.oci.registry.http.Connections;
import dev.gantry.oci.registry.http.HttpSettings;
import dev.gantry.oci.testing.FakeRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A registry of the test's own, and a stranger beside it under another name. */
abstract class RegistryTestBed {
    static final String NAME = "team/app";
    static final Credentials ANNA = new Credentials("anna", "hunter2");
    static final String BASIC = "Basic YW5uYTpodW50ZXIy";
    static final byte[] BLOB = bytes(300_000);
    static final String BLOB_PATH = FakeRegistry.blobPath(NAME, BLOB);

    final List<Duration> pauses = new CopyOnWriteArrayList<>();
    final Connections connections =
            new Connections(HttpSettings.DEFAULT.withStall(Duration.ofMillis(400)), pauses::add);
    FakeRegistry registry;
    FakeRegistry stranger;

    @BeforeEach
    void start() throws IOException {
        registry = new FakeRegistry();
        stranger = new FakeRegistry();
    }

    @AfterEach
    void stop() {
        registry.close();
        stranger.close();
    }

    static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(7).nextBytes(bytes);
        return bytes;
    }

    RegistryEndpoint endpoint() {
        return RegistryEndpoint.of(registry.host()).withPlainHttp();
    }

    RegistryClient client(RegistryEndpoint endpoint) {
        return new RegistryClient(endpoint, NAME, connections);
    }

    RegistryClient anonymous() {
        return client(endpoint());
    }

    RegistryClient anna() {
        return client(endpoint().withCredentials(ANNA));
    }

    static Descriptor descriptor(byte[] content) {
        return Descriptor.of(MediaType.OCI_LAYER, Digest.of(content), content.length);
    }

    static byte[] read(RegistryClient client, Descriptor blob) throws IOException {
        try (InputStream in = client.blob(blob)) {
            return in.readAllBytes();
        }
    }

    static RefusedException refusal(ThrowingCallable work) {
        return catchThrowableOfType(RefusedException.class, work);
    }
}
