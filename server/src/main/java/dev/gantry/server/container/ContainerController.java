package dev.gantry.server.container;

import static io.swagger.v3.oas.annotations.media.Schema.AdditionalPropertiesValue.TRUE;

import dev.gantry.protocol.facts.ContainerState;
import dev.gantry.server.container.spec.NewContainer;
import dev.gantry.server.container.spec.Signals;
import dev.gantry.server.operation.LongWork;
import dev.gantry.server.operation.OperationReply;
import dev.gantry.server.platform.request.Page;
import dev.gantry.server.platform.request.PageQuery;
import dev.gantry.server.platform.request.Prefer;
import dev.gantry.server.platform.request.Versions;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Containers for people and scripts. */
@RestController
@RequestMapping("/api/v1/containers")
class ContainerController {
    private static final String PATH = "/api/v1/containers/";

    private final Containers containers;
    private final ContainerPower power;
    private final ContainerAsk ask;
    private final ContainerQueries queries;
    private final OperationReply reply;

    ContainerController(
            Containers containers,
            ContainerPower power,
            ContainerAsk ask,
            ContainerQueries queries,
            OperationReply reply) {
        this.containers = containers;
        this.power = power;
        this.ask = ask;
        this.queries = queries;
        this.reply = reply;
    }

    @GetMapping
    Page<ContainerView> list(
            @RequestParam @Nullable String q,
            @RequestParam @Nullable UUID hostId,
            @RequestParam ContainerState.@Nullable Phase phase,
            @RequestParam @Nullable String image,
            @RequestParam @Nullable Integer limit,
            @RequestParam @Nullable String cursor) {
        return queries.list(
                new ContainerQueries.Filter(q, hostId, phase, image), PageQuery.of("containers", limit, cursor));
    }

    @GetMapping("/{id}")
    ResponseEntity<ContainerView> get(@PathVariable UUID id) {
        ContainerView container = ask.get(id);
        return ResponseEntity.ok().eTag(Versions.etag(container.version())).body(container);
    }

    @ApiResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(type = "object", additionalProperties = TRUE)))
    @GetMapping(path = "/{id}/inspect", produces = MediaType.APPLICATION_JSON_VALUE)
    String inspect(@PathVariable UUID id) {
        return ask.inspect(id);
    }

    @PostMapping
    @LongWork(status = 201, result = ContainerView.class)
    ResponseEntity<Object> create(
            @RequestHeader(name = "Prefer", defaultValue = "") Prefer prefer, @RequestBody NewContainer body) {
        return answer(containers.create(body), prefer, HttpStatus.CREATED);
    }

    @PostMapping("/{id}/start")
    @LongWork(result = ContainerView.class)
    ResponseEntity<Object> start(
            @PathVariable UUID id, @RequestHeader(name = "Prefer", defaultValue = "") Prefer prefer) {
        return answer(power.start(id), prefer, HttpStatus.OK);
    }

    @PostMapping("/{id}/stop")
    @LongWork(result = ContainerView.class)
    ResponseEntity<Object> stop(
            @PathVariable UUID id,
            @RequestHeader(name = "Prefer", defaultValue = "") Prefer prefer,
            @RequestBody(required = false) @Nullable Stop body) {
        Stop stop = body == null ? new Stop(null, null) : body;
        return answer(power.stop(id, stop.signal(), stop.graceSeconds()), prefer, HttpStatus.OK);
    }

    @PostMapping("/{id}/restart")
    @LongWork(result = ContainerView.class)
    ResponseEntity<Object> restart(
            @PathVariable UUID id, @RequestHeader(name = "Prefer", defaultValue = "") Prefer prefer) {
        return answer(power.restart(id), prefer, HttpStatus.OK);
    }

    @PostMapping("/{id}/kill")
    @LongWork(result = ContainerView.class)
    ResponseEntity<Object> kill(
            @PathVariable UUID id,
            @RequestHeader(name = "Prefer", defaultValue = "") Prefer prefer,
            @RequestBody(required = false) @Nullable Kill body) {
        String signal = body == null || body.signal() == null ? Signals.KILL : body.signal();
        if (!Signals.known(signal)) {
            throw ContainerPower.invalid(
                    "Send a signal to container " + id, "signal", "is a signal as in signal(7), such as SIGHUP");
        }
        return answer(
                Signals.kills(signal) ? power.kill(id) : ask.signal(id, Signals.canonical(signal)),
                prefer,
                HttpStatus.OK);
    }

    @DeleteMapping("/{id}")
    @LongWork(status = 204)
    ResponseEntity<Object> remove(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "false") boolean force,
            @RequestHeader(name = "Prefer", defaultValue = "") Prefer prefer) {
        return answer(power.remove(id, force), prefer, HttpStatus.NO_CONTENT);
    }

    private ResponseEntity<Object> answer(Begun begun, Prefer prefer, HttpStatus success) {
        return reply.answer(
                begun.operationId(),
                prefer,
                PATH + begun.containerId(),
                success,
                done -> queries.find(begun.containerId()).orElse(null));
    }

    /** How to stop; null keeps what the container's wish says. */
    @Schema(name = "ContainerStop")
    record Stop(@Nullable String signal, @Nullable Integer graceSeconds) {}

    /** @param signal null for SIGKILL */
    @Schema(name = "ContainerKill")
    record Kill(@Nullable String signal) {}
}
