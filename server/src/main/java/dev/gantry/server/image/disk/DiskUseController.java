package dev.gantry.server.image.disk;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What images take on disks. */
@RestController
class DiskUseController {
    private final DiskUses uses;

    DiskUseController(DiskUses uses) {
        this.uses = uses;
    }

    /** Measured now, by the hosts themselves. */
    @GetMapping("/api/v1/images/disk")
    DiskUseView measure(@RequestParam @Nullable UUID hostId) {
        return uses.measure(hostId);
    }
}
