package dev.gantry.server.registry;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A registry as an admin writes it.
 *
 * @param secret of the user; when a registry is changed, null keeps the one that is there
 */
@Schema(name = "RegistrySpec")
record RegistrySpec(
        @NotNull @Size(max = 255) String host,
        @Nullable Boolean plainHttp,
        @Nullable @Size(max = 65536) String authority,
        @Nullable @Size(max = 255) String mirrorOf,
        @Nullable @Size(max = 16) List<@NotNull @Size(max = 255) String> tokenHosts,
        @Nullable @Size(max = 255) String username,
        @Nullable @Size(max = 8192) String secret) {

    /** Without the secret. */
    @Override
    public String toString() {
        return "RegistrySpec[" + host + "]";
    }
}
