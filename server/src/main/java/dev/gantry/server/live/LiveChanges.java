package dev.gantry.server.live;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Where a writer says that something changed, and where the server's own loops hear of it. */
@Component
public class LiveChanges {
    static final String CHANNEL = "gantry_change";
    private static final Logger LOG = LoggerFactory.getLogger(LiveChanges.class);

    private final JdbcClient jdbc;
    private final Map<Topic, List<Consumer<String>>> listeners = new ConcurrentHashMap<>();

    LiveChanges(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Says inside the transaction of the change that it happens; heard by all servers once the transaction commits.
     * However much a transaction changes, it is written down at once and at its end, and each thing once.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void changed(Topic topic, Object id) {
        Changes said = (Changes) TransactionSynchronizationManager.getResource(this);
        if (said == null) {
            said = new Changes();
            TransactionSynchronizationManager.bindResource(this, said);
            TransactionSynchronizationManager.registerSynchronization(said);
        }
        said.all.add(new Said(topic, id.toString()));
    }

    private record Said(Topic topic, String id) {}

    /** What one transaction has said so far. */
    private final class Changes implements TransactionSynchronization {
        private final Set<Said> all = new LinkedHashSet<>();

        @Override
        public void beforeCommit(boolean readOnly) {
            jdbc.sql("""
                    with row as (insert into change (topic, subject_id) select * from unnest(:topics, :ids))
                    select pg_notify(:channel, '')::text
                    """)
                    .param(
                            "topics",
                            all.stream().map(said -> said.topic().text()).toArray(String[]::new))
                    .param("ids", all.stream().map(Said::id).toArray(String[]::new))
                    .param("channel", CHANNEL)
                    .query(String.class)
                    .list();
        }

        /** Who waits in this server need not wait for the way through the database, too. */
        @Override
        public void afterCommit() {
            all.forEach(said -> heard(said.topic(), said.id()));
        }

        @Override
        public void suspend() {
            TransactionSynchronizationManager.unbindResourceIfPossible(LiveChanges.this);
        }

        @Override
        public void resume() {
            TransactionSynchronizationManager.bindResource(LiveChanges.this, this);
        }

        @Override
        public void afterCompletion(int status) {
            TransactionSynchronizationManager.unbindResourceIfPossible(LiveChanges.this);
        }
    }

    /**
     * Hears of each change of the topic, whichever server made it. The listener only rings and returns: it is called
     * on the thread that changed something and on the one that hears for all. A change may be heard twice, and one
     * missed while the database was away is heard late, so a timer stays the guarantee.
     */
    public Subscription onChange(Topic topic, Consumer<String> listener) {
        List<Consumer<String>> all = listeners.computeIfAbsent(topic, t -> new CopyOnWriteArrayList<>());
        all.add(listener);
        return () -> all.remove(listener);
    }

    /** Tells the listeners. */
    void heard(Topic topic, String id) {
        for (Consumer<String> each : listeners.getOrDefault(topic, List.of())) {
            try {
                each.accept(id);
            } catch (RuntimeException e) {
                LOG.warn("A listener on {} failed for {}", topic.text(), id, e);
            }
        }
    }

    /** Ends with close. */
    public interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
