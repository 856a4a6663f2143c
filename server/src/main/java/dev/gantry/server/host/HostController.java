package dev.gantry.server.host;

import dev.gantry.server.platform.request.Idempotency;
import dev.gantry.server.platform.request.Page;
import dev.gantry.server.platform.request.PageQuery;
import dev.gantry.server.platform.request.Versions;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Hosts for people and scripts. */
@RestController
@RequestMapping("/api/v1/hosts")
class HostController {
    private final Hosts hosts;
    private final JoinTokens tokens;

    HostController(Hosts hosts, JoinTokens tokens) {
        this.hosts = hosts;
        this.tokens = tokens;
    }

    @PostMapping("/join-tokens")
    @ResponseStatus(HttpStatus.CREATED)
    JoinTokenView joinToken(@RequestBody(required = false) @Nullable NewJoinToken body) {
        String name = body == null ? null : body.name();
        if (name != null) {
            HostNames.check("Make a join line", name);
        }
        Idempotency.answerIsSecret();
        return tokens.create(name);
    }

    @GetMapping
    Page<HostView> list(
            @RequestParam @Nullable String q,
            @RequestParam HostView.@Nullable State state,
            @RequestParam @Nullable Integer limit,
            @RequestParam @Nullable String cursor) {
        return hosts.list(q, state, PageQuery.of("hosts", limit, cursor));
    }

    @GetMapping("/{id}")
    ResponseEntity<HostView> get(@PathVariable UUID id) {
        return tagged(hosts.get(id));
    }

    @PatchMapping("/{id}")
    ResponseEntity<HostView> rename(
            @PathVariable UUID id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody HostChange body) {
        return tagged(hosts.rename(id, body.name(), ifMatch));
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(@PathVariable UUID id, @RequestParam(defaultValue = "false") boolean force) {
        hosts.remove(id, force);
    }

    private static ResponseEntity<HostView> tagged(HostView host) {
        return ResponseEntity.ok().eTag(Versions.etag(host.version())).body(host);
    }

    /** @param name for the host; null takes the host's own */
    record NewJoinToken(@Nullable String name) {}

    /** What of a host can be changed. */
    record HostChange(String name) {}
}
