package dev.gantry.server.live;

import dev.gantry.server.access.Caller;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter;

/**
 * One client's stream: a bounded queue, written by one thread at a time. A client that does not read fast enough is
 * dropped; it comes back with its Last-Event-ID.
 */
final class EventStream {
    static final String COMMENT = ":\n\n";
    private static final int MOST_WAITING = 512;
    private static final MediaType TEXT = MediaType.parseMediaType("text/event-stream;charset=UTF-8");

    private final Caller caller;
    private final Executor writers;
    private final Consumer<EventStream> ended;
    private final ResponseBodyEmitter emitter = new ResponseBodyEmitter(-1L);
    private final Queue<String> waiting = new ArrayDeque<>();
    private boolean held = true;
    private boolean writing;
    private boolean closed;

    EventStream(Caller caller, Executor writers, Consumer<EventStream> ended) {
        this.caller = caller;
        this.writers = writers;
        this.ended = ended;
        emitter.onCompletion(this::close);
        emitter.onTimeout(this::close);
        emitter.onError(failure -> close());
    }

    static String change(long position, String topic, String id) {
        // Topics and ids hold nothing that JSON would have to escape: ids are UUIDs and digests.
        return "id: " + position + "\nevent: change\ndata: {\"topic\":\"" + topic + "\",\"id\":\"" + safe(id)
                + "\"}\n\n";
    }

    static String reset(long position) {
        return "id: " + position + "\nevent: reset\ndata: {}\n\n";
    }

    private static String safe(String id) {
        return id.replaceAll("[^A-Za-z0-9:._/@+-]", "_");
    }

    Caller caller() {
        return caller;
    }

    boolean isOf(Caller other) {
        return Objects.equals(caller.id(), other.id());
    }

    /** What was missed goes out first, then what came meanwhile. */
    ResponseBodyEmitter begin(Iterable<String> first) {
        synchronized (this) {
            Queue<String> meanwhile = new ArrayDeque<>(waiting);
            waiting.clear();
            waiting.add("retry: 2000\n\n");
            first.forEach(waiting::add);
            waiting.addAll(meanwhile);
            held = false;
            wake();
        }
        return emitter;
    }

    void offer(String event) {
        synchronized (this) {
            if (closed) {
                return;
            }
            if (waiting.size() < MOST_WAITING) {
                waiting.add(event);
                wake();
                return;
            }
        }
        close();
    }

    /** Called with the lock held. */
    private void wake() {
        if (!held && !writing && !closed) {
            writing = true;
            try {
                writers.execute(this::write);
            } catch (RejectedExecutionException e) {
                writing = false;
            }
        }
    }

    private void write() {
        for (String event = next(); event != null; event = next()) {
            try {
                emitter.send(event, TEXT);
            } catch (IOException | IllegalStateException e) {
                close();
            }
        }
    }

    private synchronized @Nullable String next() {
        String event = closed ? null : waiting.poll();
        writing = event != null;
        return event;
    }

    void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            waiting.clear();
        }
        ended.accept(this);
        emitter.complete();
    }
}
