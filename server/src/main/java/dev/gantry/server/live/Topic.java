package dev.gantry.server.live;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What can change. The text is the lower-case name. */
public enum Topic {
    HOSTS,
    IMAGES,
    CONTAINERS,
    REPOSITORIES,
    OPERATIONS,
    TOKENS,
    USERS,
    REGISTRIES,
    AUDIT;

    /** Null for a topic that a newer server wrote. */
    static @Nullable Topic named(String text) {
        for (Topic each : values()) {
            if (each.text().equals(text)) {
                return each;
            }
        }
        return null;
    }

    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
