package dev.gantry.server.image.layer;

import dev.gantry.protocol.RequestBody;
import dev.gantry.server.image.ImageView;
import org.jspecify.annotations.Nullable;

/**
 * Whose layers are looked into.
 *
 * @param onLink as agents are asked for it
 * @param words for problems: "image sha256:…"
 * @param host the one to ask; null for any that has the image
 */
public record LayersOf(String onLink, String words, ImageView.@Nullable HostRef host) {

    public static LayersOf image(String digest) {
        return new LayersOf(digest, "image " + digest, null);
    }

    /** @param id as agents know it */
    public static LayersOf container(String id, String name, ImageView.HostRef host) {
        return new LayersOf(RequestBody.OF_CONTAINER + id, "container " + name, host);
    }

    /** Whether the top layer may change at any time. */
    boolean isLive() {
        return host != null;
    }
}
