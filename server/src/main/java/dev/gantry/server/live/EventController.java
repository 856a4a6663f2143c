package dev.gantry.server.live;

import dev.gantry.server.access.Callers;
import dev.gantry.server.platform.problem.ErrorCode;
import dev.gantry.server.platform.problem.ProblemException;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter;

/** The stream of server-sent events (HTML standard, 9.2). */
@RestController
class EventController {
    private final EventStreams streams;
    private final ChangeRows rows;

    EventController(EventStreams streams, ChangeRows rows) {
        this.streams = streams;
        this.rows = rows;
    }

    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(type = "string")))
    @GetMapping(path = "/api/v1/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    ResponseEntity<ResponseBodyEmitter> events(
            @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEventId) {
        // Opened before what was missed is read: what changes meanwhile waits in the stream and is not lost.
        EventStream stream = streams.open(Callers.current());
        try {
            return ResponseEntity.ok()
                    .contentType(MediaType.TEXT_EVENT_STREAM)
                    .cacheControl(CacheControl.noStore())
                    .header("X-Accel-Buffering", "no")
                    .body(stream.begin(missed(lastEventId)));
        } catch (RuntimeException e) {
            stream.close();
            throw e;
        }
    }

    private List<String> missed(@Nullable String lastEventId) {
        long now = rows.now();
        if (lastEventId == null || lastEventId.isBlank()) {
            return List.of("id: " + now + "\nevent: hello\ndata: {}\n\n");
        }
        List<ChangeRows.Missed> missed = rows.since(position(lastEventId));
        if (missed == null) {
            return List.of(EventStream.reset(now));
        }
        List<String> events = new ArrayList<>();
        missed.forEach(each -> events.add(EventStream.change(now, each.topic(), each.id())));
        return events;
    }

    private static long position(String lastEventId) {
        if (!lastEventId.matches("\\d{1,18}")) {
            throw new ProblemException(
                    ErrorCode.INVALID_ARGUMENT,
                    "Resume the event stream",
                    "Last-Event-ID is none that this server gave",
                    "Leave it out and read everything again.");
        }
        return Long.parseLong(lastEventId);
    }
}
