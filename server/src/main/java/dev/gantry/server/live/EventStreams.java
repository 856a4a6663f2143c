package dev.gantry.server.live;

import dev.gantry.server.access.Caller;
import dev.gantry.server.access.Identities;
import dev.gantry.server.platform.problem.ErrorCode;
import dev.gantry.server.platform.problem.ProblemException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** The open event streams of this server. */
@Component
class EventStreams {
    private static final int MOST = 1_000;
    private static final int MOST_EACH = 32;

    private final Set<EventStream> open = ConcurrentHashMap.newKeySet();
    private final Identities identities;
    private final AtomicInteger number = new AtomicInteger();
    /** A thread is taken only while a stream has something to write. */
    private final ExecutorService writers = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "events-" + number.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    });

    EventStreams(Identities identities) {
        this.identities = identities;
    }

    /** Adds a stream of the caller. Refused when there are too many of this caller or in all. */
    EventStream open(Caller caller) {
        long own = open.stream().filter(each -> each.isOf(caller)).count();
        if (open.size() >= MOST || own >= MOST_EACH) {
            throw new ProblemException(
                    ErrorCode.RATE_LIMITED,
                    "Open an event stream",
                    own >= MOST_EACH ? own + " are open for you" : "too many are open on this server",
                    "Close some, or try again later.");
        }
        EventStream stream = new EventStream(caller, writers, open::remove);
        open.add(stream);
        return stream;
    }

    void send(long position, Topic topic, String id) {
        String event = EventStream.change(position, topic.text(), id);
        open.forEach(each -> each.offer(event));
        if (topic == Topic.USERS || topic == Topic.TOKENS) {
            writers.execute(this::recheck);
        }
    }

    /** Keeps the lines alive. */
    @Scheduled(fixedRateString = "PT10S")
    void comment() {
        open.forEach(each -> each.offer(EventStream.COMMENT));
    }

    /** Ends the streams of those who have logged out, were disabled or whose token was revoked. */
    @Scheduled(fixedRateString = "PT4S")
    void recheck() {
        try {
            open.stream().filter(each -> !identities.stillValid(each.caller())).forEach(EventStream::close);
        } catch (DataAccessException | TransactionException e) {
            // The database is away: nobody can be logged out meanwhile, and the next look comes in seconds.
            return;
        }
    }

    void closeAll() {
        open.forEach(EventStream::close);
    }
}
