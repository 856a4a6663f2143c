package dev.gantry.server.host;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The wish: that this host is one of ours, and its name. What is known of it is in host_status. */
@Entity
@Table(name = "host")
class HostEntity {
    @Id
    private UUID id;

    @Column(nullable = false)
    private String name;

    @Column(nullable = false, updatable = false)
    private Instant joinedAt;

    @Version
    private @Nullable Long version;

    /** For Hibernate. */
    @SuppressWarnings("NullAway.Init")
    protected HostEntity() {}

    HostEntity(UUID id, String name, Instant joinedAt) {
        this.id = id;
        this.name = name;
        this.joinedAt = joinedAt;
    }

    UUID id() {
        return id;
    }

    String name() {
        return name;
    }

    void rename(String changed) {
        name = changed;
    }

    Instant joinedAt() {
        return joinedAt;
    }

    long version() {
        return version == null ? 0 : version;
    }
}
