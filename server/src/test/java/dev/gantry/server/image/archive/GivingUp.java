package dev.gantry.server.image.archive;

import org.springframework.context.ApplicationContext;

/** Has the server look at once for archives that nobody goes on with. */
public final class GivingUp {
    private GivingUp() {}

    public static void now(ApplicationContext context) {
        context.getBean(ArchiveUploadCollector.class).collect();
    }
}
