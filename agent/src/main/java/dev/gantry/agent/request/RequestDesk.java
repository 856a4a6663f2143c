package dev.gantry.agent.request;

import dev.gantry.agent.link.ByteStreams;
import dev.gantry.agent.link.Outbox;
import dev.gantry.agent.problem.Problems;
import dev.gantry.engine.Engine;
import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.registry.Door;
import dev.gantry.protocol.AgentMessage.Response;
import dev.gantry.protocol.RequestBody;
import dev.gantry.protocol.ServerMessage.Cancel;
import dev.gantry.protocol.ServerMessage.Request;
import dev.gantry.protocol.facts.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Takes requests and sees to it that each gets exactly one answer, even when the connection is lost in between: the
 * work goes on, and an answer that could not be sent goes out on the next connection.
 */
public final class RequestDesk implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RequestDesk.class);
    /** Requests at the same time; each followed log is one. */
    private static final int THREADS = 128;
    /** Answered requests that are remembered, to answer a repeated question with the same words. */
    private static final int REMEMBERED = 256;

    private final Works works;
    private final ByteStreams streams;
    private final ThreadPoolExecutor workers;
    private final Map<String, Task> open = new LinkedHashMap<>();
    private final Map<String, Answered> answered = new LinkedHashMap<>();
    private volatile @Nullable Outbox outbox;

    /** @param server the way to the registry that the server has built in */
    public RequestDesk(Engine engine, ByteStreams streams, Supplier<Door> server, JsonMapper json) {
        this.works = new Works(engine, json, new Accesses(server));
        this.streams = streams;
        this.workers = new ThreadPoolExecutor(0, THREADS, 5, TimeUnit.SECONDS, new SynchronousQueue<>(), work -> {
            Thread thread = new Thread(work, "request");
            thread.setDaemon(true);
            return thread;
        });
    }

    private static final class Answered {
        private final Response response;
        private volatile boolean sent;

        Answered(Response response) {
            this.response = response;
        }
    }

    /** Answers that found no connection go out on this one. */
    public void connected(Outbox now) {
        outbox = now;
        List<Answered> unsent;
        synchronized (this) {
            unsent = answered.values().stream().filter(answer -> !answer.sent).toList();
        }
        if (!unsent.isEmpty()) {
            // Not on the connection's own thread, which must go on reading.
            workers.execute(() -> unsent.forEach(this::send));
        }
    }

    /** An id that is worked on is ignored; one that was answered gets the same answer again. */
    public void accept(Request request) {
        Task task = new Task(request.requestId(), streams, () -> outbox);
        Answered before;
        synchronized (this) {
            before = answered.get(request.requestId());
            if (before == null && open.putIfAbsent(request.requestId(), task) != null) {
                return;
            }
        }
        try {
            if (before != null) {
                workers.execute(() -> send(before));
            } else {
                workers.execute(() -> work(request, task));
            }
        } catch (RejectedExecutionException e) {
            refuse(request);
        }
    }

    /** There is no thread for it, not even to wait for room in the queue: a desk this full drops what does not fit. */
    private void refuse(Request request) {
        Response response = response(
                request,
                null,
                Problems.of(
                        RefusalCode.LIMIT_EXCEEDED,
                        Described.of(request.body()),
                        "the host's agent works on " + THREADS + " requests already",
                        "try again when some of them have ended; each open log is one"));
        Answered answer = remember(request.requestId(), response);
        Outbox now = outbox;
        answer.sent = now != null && now.offer(response);
    }

    public void accept(Cancel cancel) {
        Task task;
        synchronized (this) {
            task = open.get(cancel.requestId());
        }
        if (task != null) {
            task.cancel();
        }
    }

    private void work(Request request, Task task) {
        Response response;
        try {
            response = task.begin() ? perform(request, task) : cancelled(request);
        } finally {
            task.end();
        }
        send(remember(request.requestId(), response));
        task.closeStream();
    }

    private Response perform(Request request, Task task) {
        RequestBody body = request.body();
        try {
            return response(request, works.perform(body, task), null);
        } catch (CancellationException | InterruptedException e) {
            return ended(request, task);
        } catch (IOException | UncheckedIOException e) {
            boolean log = body instanceof RequestBody.FollowLogs;
            return task.isCancelled() || log ? ended(request, task) : response(request, null, broken(body, e));
        } catch (RuntimeException e) {
            boolean ended = task.isCancelled() || Thread.currentThread().isInterrupted();
            return ended ? ended(request, task) : response(request, null, Problems.of(e, Described.of(body)));
        }
    }

    /** A log whose reader went away is done, which is how following usually ends; all else was cancelled. */
    private static Response ended(Request request, Task task) {
        return request.body() instanceof RequestBody.FollowLogs && !task.isCancelled()
                ? response(request, Answer.DONE, null)
                : cancelled(request);
    }

    private static Problem broken(RequestBody body, Exception e) {
        return Problems.of(
                RefusalCode.ARCHIVE_TRUNCATED,
                Described.of(body),
                String.valueOf(e.getMessage()),
                "try again; if it breaks again, look at the network between this host and the server");
    }

    private static Response cancelled(Request request) {
        return response(request, null, Problems.cancelled(Described.of(request.body())));
    }

    private static Response response(Request request, @Nullable Answer answer, @Nullable Problem problem) {
        return new Response(
                request.requestId(),
                problem,
                answer == null ? null : answer.image(),
                answer == null ? null : answer.document());
    }

    private synchronized Answered remember(String requestId, Response response) {
        Answered answer = new Answered(response);
        open.remove(requestId);
        answered.put(requestId, answer);
        if (answered.size() > REMEMBERED) {
            answered.remove(answered.keySet().iterator().next());
        }
        return answer;
    }

    private void send(Answered answer) {
        try {
            for (Outbox now = outbox; now != null; now = outbox) {
                if (now.send(answer.response, () -> answer.sent = true)) {
                    return;
                }
                if (now == outbox) {
                    log.info("The answer to request {} waits for a connection", answer.response.requestId());
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends all work; what was half done is undone by whoever did it. */
    @Override
    public void close() {
        workers.shutdownNow();
    }
}
