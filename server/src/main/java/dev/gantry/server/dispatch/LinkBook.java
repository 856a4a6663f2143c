package dev.gantry.server.dispatch;

import dev.gantry.server.agentlink.AgentLink;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.stereotype.Component;

/** What dispatch remembers of each live link. It may be lost: a link that opens again is told everything again. */
@Component
class LinkBook {
    private final Map<UUID, Entry> entries = new ConcurrentHashMap<>();

    Entry open(AgentLink link, long epoch) {
        Entry entry = new Entry(link, epoch);
        entries.put(link.hostId(), entry);
        return entry;
    }

    Optional<Entry> of(AgentLink link) {
        return Optional.ofNullable(entries.get(link.hostId())).filter(entry -> entry.link == link);
    }

    /** As of now: a link that opens while the list is gone through is in the next one. */
    List<Entry> all() {
        return List.copyOf(entries.values());
    }

    void close(Entry entry) {
        entries.remove(entry.link.hostId(), entry);
    }

    /** One link, its epoch, and what it was told. */
    static final class Entry {
        private final AgentLink link;
        private final long epoch;
        private final AtomicBoolean sending = new AtomicBoolean();
        /** -1 until the full set was sent. */
        private volatile long told = -1;

        private Entry(AgentLink link, long epoch) {
            this.link = link;
            this.epoch = epoch;
        }

        AgentLink link() {
            return link;
        }

        long epoch() {
            return epoch;
        }

        AtomicBoolean sending() {
            return sending;
        }

        long told() {
            return told;
        }

        void told(long revision) {
            told = revision;
        }
    }
}
