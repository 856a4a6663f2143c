package dev.gantry.server.image.copy;

import dev.gantry.server.access.Callers;
import dev.gantry.server.agentlink.AgentLinks;
import dev.gantry.server.host.HostView;
import dev.gantry.server.host.Hosts;
import dev.gantry.server.image.HostImage;
import dev.gantry.server.image.ImageFacts;
import dev.gantry.server.image.ImageOperations;
import dev.gantry.server.image.ImageQueries;
import dev.gantry.server.image.ImageView;
import dev.gantry.server.operation.NewOperation;
import dev.gantry.server.operation.OperationView;
import dev.gantry.server.operation.Operations;
import dev.gantry.server.platform.problem.ErrorCode;
import dev.gantry.server.platform.problem.ProblemException;
import jakarta.annotation.PreDestroy;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Begins copies and works on some of them at a time. */
@Service
class Copies {
    private static final int AT_ONCE = 16;

    private final ImageQueries images;
    private final ImageFacts facts;
    private final Hosts hosts;
    private final AgentLinks links;
    private final Operations operations;
    private final ImageOperations running;
    private final CopyWork work;
    private final ThreadPoolExecutor workers =
            new ThreadPoolExecutor(0, AT_ONCE, 5, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                Thread thread = new Thread(task, "image-copy");
                thread.setDaemon(true);
                return thread;
            });

    Copies(
            ImageQueries images,
            ImageFacts facts,
            Hosts hosts,
            AgentLinks links,
            Operations operations,
            ImageOperations running,
            CopyWork work) {
        this.images = images;
        this.facts = facts;
        this.hosts = hosts;
        this.links = links;
        this.operations = operations;
        this.running = running;
        this.work = work;
    }

    @PreDestroy
    void stop() {
        workers.shutdownNow();
    }

    /** @param from which host sends it; null for any that has it and is connected */
    UUID copy(String digest, UUID to, @Nullable UUID from) {
        ImageView image = images.find(digest).orElseThrow(() -> ImageQueries.notFound(digest));
        HostView target = hosts.get(to);
        String name = image.references().isEmpty() ? digest : image.references().get(0);
        String tried = "Copy image " + name + " to host " + target.name();
        if (!links.reaches(to)) {
            throw unreachable(tried, "its agent is not connected");
        }
        ImageView.HostRef sender = sender(image, target, from, tried);
        HostImage sent = facts.find(sender.id(), digest).orElseThrow(() -> ImageQueries.notFound(digest));
        OperationView operation = operations.start(
                new NewOperation(ImageOperations.COPY, "image", digest, name, to, List.of(CopyPlan.compare(target))));
        CopyPlan plan = new CopyPlan(operation.id(), sent, sender, target, tried, Callers.current());
        try {
            workers.execute(() -> work.run(plan));
        } catch (RejectedExecutionException e) {
            ProblemException full = new ProblemException(
                    ErrorCode.LIMIT_EXCEEDED,
                    tried,
                    "this server copies " + AT_ONCE + " images already",
                    "Try again when one of them has ended.");
            running.failed(operation.id(), tried, full);
            throw full;
        }
        return operation.id();
    }

    private ImageView.HostRef sender(ImageView image, HostView target, @Nullable UUID from, String tried) {
        return image.hosts().stream()
                .filter(host -> !host.id().equals(target.id()))
                .filter(host -> from == null || host.id().equals(from))
                .filter(host -> links.reaches(host.id()))
                .findFirst()
                .orElseThrow(() -> unreachable(tried, "no other host that has it is connected"));
    }

    private static ProblemException unreachable(String tried, String why) {
        return new ProblemException(
                ErrorCode.HOST_UNREACHABLE,
                tried,
                why,
                "See that both hosts are up, that their agents run and that they reach the server's agent port.");
    }
}
