package dev.gantry.server.image;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The names that lead to an image. */
@RestController
@RequestMapping("/api/v1/images/{digest}/references")
class ImageReferenceController {
    private final ImageNames names;

    ImageReferenceController(ImageNames names) {
        this.names = names;
    }

    @PostMapping
    ImageView add(@PathVariable String digest, @RequestBody NewReference body) {
        return names.add(digest, body.reference(), body.hostId());
    }

    @DeleteMapping
    ImageView remove(@PathVariable String digest, @RequestParam String reference, @RequestParam @Nullable UUID hostId) {
        return names.remove(digest, reference, hostId);
    }

    /** @param hostId null for all hosts that have the image */
    record NewReference(String reference, @Nullable UUID hostId) {
        NewReference {
            reference = reference == null ? "" : reference;
        }
    }
}
