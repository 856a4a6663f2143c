package dev.gantry.server.container;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A container's id in its two forms: a UUID in the API and the database, 32 hex digits on the link and the host. */
public final class ContainerIds {
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{32}");
    private static final int HALF = 16;

    private ContainerIds() {}

    public static String onLink(UUID id) {
        return id.toString().replace("-", "");
    }

    /** Empty when an agent sends what is no id. */
    public static Optional<UUID> fromLink(@Nullable String text) {
        if (text == null || !HEX.matcher(text).matches()) {
            return Optional.empty();
        }
        return Optional.of(new UUID(
                Long.parseUnsignedLong(text.substring(0, HALF), 16), Long.parseUnsignedLong(text.substring(HALF), 16)));
    }
}
