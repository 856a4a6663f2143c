package dev.gantry.server.image.prune;

import dev.gantry.protocol.image.SeenImage;
import dev.gantry.server.operation.LongWork;
import dev.gantry.server.operation.OperationReply;
import dev.gantry.server.platform.problem.ErrorCode;
import dev.gantry.server.platform.problem.ProblemException;
import dev.gantry.server.platform.request.Prefer;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Prunes and their previews. */
@RestController
@RequestMapping("/api/v1/images/prune")
class PruneController {
    private final PrunePlans plans;
    private final Prunes prunes;
    private final OperationReply reply;

    PruneController(PrunePlans plans, Prunes prunes, OperationReply reply) {
        this.plans = plans;
        this.prunes = prunes;
        this.reply = reply;
    }

    /** Removes nothing. */
    @PostMapping("/preview")
    PrunePlanView preview(@Valid @RequestBody Preview wanted) {
        return plans.preview(wanted.rules(), Objects.requireNonNullElse(wanted.hostIds(), List.of()));
    }

    /** @param hostIds none for all hosts */
    @Schema(name = "PrunePreview")
    record Preview(
            @NotNull @Valid PruneSpec rules,
            @Nullable @Size(max = 1000) List<@NotNull UUID> hostIds) {}

    /** Removes of what was seen what still goes by the same rules. */
    @LongWork(status = 200, result = PruneView.class)
    @PostMapping
    ResponseEntity<Object> run(
            @Valid @RequestBody Run wanted, @RequestHeader(name = "Prefer", defaultValue = "") Prefer prefer) {
        Map<UUID, List<SeenImage>> seen = new LinkedHashMap<>();
        for (SeenOnHost each : wanted.hosts()) {
            List<SeenImage> images = each.images().stream()
                    .map(image -> new SeenImage(image.digest(), image.references()))
                    .toList();
            if (seen.put(each.hostId(), images) != null) {
                throw new ProblemException(
                        ErrorCode.VALIDATION_FAILED,
                        "Prune images",
                        "a host is named twice",
                        "Name each host once, with all its images.",
                        Map.of("hosts", "names a host twice"));
            }
        }
        UUID operation = prunes.run(wanted.rules(), seen);
        return reply.answer(
                operation, prefer, "/api/v1/images/prune/" + operation, HttpStatus.OK, done -> prunes.view(operation));
    }

    /** @param hosts what the preview showed as going, and nothing else */
    @Schema(name = "PruneRun")
    record Run(
            @NotNull @Valid PruneSpec rules,
            @NotEmpty @Size(max = 1000) List<@NotNull @Valid SeenOnHost> hosts) {}

    /** What was seen to go on one host. */
    record SeenOnHost(
            @NotNull UUID hostId,
            @NotEmpty @Size(max = 10_000) List<@NotNull @Valid Seen> images) {}

    /** @param references the names that it had in the preview */
    @Schema(name = "SeenToGo")
    record Seen(
            @NotNull
            @Pattern(regexp = "sha256:[0-9a-f]{64}", message = "must be a digest: sha256: and 64 lower-case hex digits")
            String digest,

            @NotNull @Size(max = 200) List<@NotNull @Size(max = 512) String> references) {}

    /** What became of it; kept as long as its operation. */
    @GetMapping("/{operationId}")
    PruneView get(@PathVariable UUID operationId) {
        return prunes.view(operationId);
    }
}
