package dev.gantry.server.registry;

import dev.gantry.server.platform.request.Page;
import dev.gantry.server.platform.request.PageQuery;
import dev.gantry.server.platform.request.Versions;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The routes of registries, for admins. */
@RestController
@RequestMapping("/api/v1/registries")
class RegistryController {
    private final Registries registries;
    private final RegistryChecks checks;

    RegistryController(Registries registries, RegistryChecks checks) {
        this.registries = registries;
        this.checks = checks;
    }

    @GetMapping
    Page<RegistryView> list(@RequestParam @Nullable Integer limit, @RequestParam @Nullable String cursor) {
        return registries.list(PageQuery.of("registries", limit, cursor));
    }

    @GetMapping("/{id}")
    ResponseEntity<RegistryView> get(@PathVariable UUID id) {
        return tagged(ResponseEntity.ok(), registries.get(id));
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    ResponseEntity<RegistryView> create(@Valid @RequestBody RegistrySpec spec) {
        RegistryView made = registries.create(spec);
        return tagged(ResponseEntity.created(URI.create("/api/v1/registries/" + made.id())), made);
    }

    @PutMapping("/{id}")
    ResponseEntity<RegistryView> change(
            @PathVariable UUID id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @Valid @RequestBody RegistrySpec spec) {
        return tagged(ResponseEntity.ok(), registries.change(id, spec, ifMatch));
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(@PathVariable UUID id) {
        registries.remove(id);
    }

    /** Each host asks now, with the login that it would pull with; nothing is fetched. */
    @PostMapping("/{id}/check")
    RegistryCheckView check(@PathVariable UUID id, @Valid @RequestBody RegistryCheckSpec wanted) {
        return checks.check(id, Objects.requireNonNullElse(wanted.hostIds(), List.of()));
    }

    /** @param hostIds none for every host that is connected */
    @Schema(name = "RegistryCheckSpec")
    record RegistryCheckSpec(@Nullable @Size(max = 1000) List<@NotNull UUID> hostIds) {}

    private static ResponseEntity<RegistryView> tagged(ResponseEntity.BodyBuilder reply, RegistryView view) {
        return reply.eTag(Versions.etag(view.version())).body(view);
    }
}
