package dev.gantry.agent.identity;

import dev.gantry.agent.home.AgentHome;
import dev.gantry.agent.home.DurableFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** The identity on disk: one file, so that key and certificate always belong together. */
public final class IdentityStore {
    private final Path file;
    private final JsonMapper json;

    public IdentityStore(AgentHome home, JsonMapper json) {
        this.file = home.identity();
        this.json = json;
    }

    /** All parts as PEM. */
    private record Stored(String hostId, String hostName, String key, String certificate, String authority) {}

    /** @throws IOException when there is a file but no identity in it; it names the file and what to do */
    public Optional<Identity> load() throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            Stored stored = json.readValue(Files.readAllBytes(file), Stored.class);
            return Optional.of(new Identity(
                    stored.hostId(),
                    stored.hostName(),
                    Pem.privateKey(stored.key()),
                    Pem.certificate(stored.certificate()),
                    Pem.certificate(stored.authority())));
        } catch (JacksonException | GeneralSecurityException | IllegalArgumentException | NullPointerException e) {
            throw new IOException(
                    "Read this agent's identity from " + file + ": it is damaged (" + e.getMessage()
                            + "). Restore the file, or remove it and join again with a new join line.",
                    e);
        }
    }

    public void save(Identity identity) throws IOException {
        Stored stored = new Stored(
                identity.hostId(),
                identity.hostName(),
                Pem.of(identity.key()),
                Pem.of(identity.certificate()),
                Pem.of(identity.authority()));
        DurableFile.write(file, json.writeValueAsBytes(stored));
    }
}
