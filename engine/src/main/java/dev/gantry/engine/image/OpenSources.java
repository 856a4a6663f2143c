package dev.gantry.engine.image;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * The streams of one pull. Whoever waits for a byte can't be interrupted through the threads and programs between, so a
 * pull that ends early closes its streams at their source. Safe for several threads.
 */
final class OpenSources {
    private final List<InputStream> open = new ArrayList<>();
    private boolean over;

    InputStream add(InputStream stream) throws IOException {
        synchronized (this) {
            open.add(stream);
            if (!over) {
                return stream;
            }
        }
        stream.close();
        return stream;
    }

    /** Closes all, also those that come later. */
    void cut() {
        List<InputStream> all;
        synchronized (this) {
            over = true;
            all = List.copyOf(open);
        }
        for (InputStream stream : all) {
            try {
                stream.close();
            } catch (IOException e) {
                // What was read from it is thrown away anyway.
                continue;
            }
        }
    }
}
