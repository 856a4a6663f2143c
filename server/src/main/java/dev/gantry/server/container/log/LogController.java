package dev.gantry.server.container.log;

import dev.gantry.protocol.facts.LogLine;
import dev.gantry.server.container.ContainerAsk;
import dev.gantry.server.container.ContainerPower;
import dev.gantry.server.container.ContainerView;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Logs of containers, as lines of JSON or as bare text. */
@RestController
class LogController {
    private static final Logger LOG = LoggerFactory.getLogger(LogController.class);
    private static final int MOST_LINES = 1_000_000;
    private static final int LONGEST_SEARCH = 256;

    private final ContainerAsk ask;
    private final ContainerLogs logs;

    LogController(ContainerAsk ask, ContainerLogs logs) {
        this.ask = ask;
        this.logs = logs;
    }

    /**
     * Written on the request's own thread, as fast as the reader takes it.
     *
     * @param contains only lines that hold this text, in any case
     */
    @ApiResponse(
            responseCode = "200",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_NDJSON_VALUE,
                        schema = @Schema(implementation = LogLine.class)),
                @Content(mediaType = MediaType.TEXT_PLAIN_VALUE, schema = @Schema(type = "string"))
            })
    @GetMapping(
            path = "/api/v1/containers/{id}/logs",
            produces = {MediaType.APPLICATION_NDJSON_VALUE, MediaType.TEXT_PLAIN_VALUE})
    void logs(
            @PathVariable UUID id,
            @RequestParam @Nullable String since,
            @RequestParam @Nullable Integer tail,
            @RequestParam(defaultValue = "false") boolean follow,
            @RequestParam @Nullable String contains,
            HttpServletRequest request,
            HttpServletResponse response) {
        ContainerView container = ask.get(id);
        check(container.name(), since, tail, contains);
        String accept = request.getHeader("Accept");
        boolean asText = accept != null && accept.contains(MediaType.TEXT_PLAIN_VALUE);
        ContainerLogs.Open open = logs.open(container, since, tail, follow);
        try (open) {
            response.setContentType(asText ? "text/plain;charset=UTF-8" : MediaType.APPLICATION_NDJSON_VALUE);
            response.setHeader("Cache-Control", "no-store");
            response.setHeader("X-Accel-Buffering", "no");
            if (asText) {
                response.setHeader("Content-Disposition", "attachment; filename=\"" + container.name() + ".log\"");
            }
            response.flushBuffer();
            logs.copy(open, asText, contains, response.getOutputStream());
        } catch (IOException e) {
            LOG.debug("The log of container {} broke off: its reader or its host has gone", container.name(), e);
        }
    }

    private static void check(String name, @Nullable String since, @Nullable Integer tail, @Nullable String contains) {
        String tried = "Read the log of container " + name;
        if (tail != null && (tail < 0 || tail > MOST_LINES)) {
            throw ContainerPower.invalid(tried, "tail", "must be between 0 and " + MOST_LINES);
        }
        if (contains != null && (contains.isEmpty() || contains.length() > LONGEST_SEARCH)) {
            throw ContainerPower.invalid(tried, "contains", "must have 1 to " + LONGEST_SEARCH + " characters");
        }
        if (since != null) {
            try {
                OffsetDateTime.parse(since);
            } catch (DateTimeParseException e) {
                throw ContainerPower.invalid(tried, "since", "must be a time as in 2026-01-02T03:04:05Z");
            }
        }
    }
}
