package dev.gantry.server.live;

import java.util.Locale;

/** What can change. The text is the lower-case name. */
public enum Topic {
    HOSTS,
    IMAGES,
    CONTAINERS,
    OPERATIONS,
    TOKENS,
    USERS,
    AUDIT;

    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
