package dev.gantry.server.identity;

import dev.gantry.server.access.ActorType;
import dev.gantry.server.access.Caller;
import dev.gantry.server.access.Role;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.PostLoad;
import jakarta.persistence.PostPersist;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Persistable;

/** A user's row. */
@Entity
@Table(name = "user_account")
class UserAccount implements Persistable<UUID> {
    @Id
    private UUID id;

    @Column(nullable = false)
    private String name;

    @Enumerated(EnumType.STRING)
    @Column(nullable = false)
    private Role role;

    @Column(nullable = false)
    private boolean enabled;

    @Column(name = "password_hash", nullable = false)
    private String passwordHash;

    @Column(nullable = false)
    private int epoch;

    @Column(name = "created_at", nullable = false)
    private Instant createdAt;

    @Column(name = "last_login_at")
    private @Nullable Instant lastLoginAt;

    /** Someone else chose the password, for one login. */
    @Column(name = "password_change_required", nullable = false)
    private boolean passwordChangeRequired;

    @Version
    private long version;

    @Transient
    private boolean stored;

    @SuppressWarnings("NullAway.Init")
    protected UserAccount() {}

    UserAccount(
            UUID id, String name, Role role, String passwordHash, boolean passwordChangeRequired, Instant createdAt) {
        this.id = id;
        this.name = name;
        this.role = role;
        this.enabled = true;
        this.passwordHash = passwordHash;
        this.passwordChangeRequired = passwordChangeRequired;
        this.createdAt = createdAt;
    }

    @PostLoad
    @PostPersist
    void stored() {
        stored = true;
    }

    @Override
    public UUID getId() {
        return id;
    }

    @Override
    public boolean isNew() {
        return !stored;
    }

    /** Ends all sessions of this user. */
    void endSessions() {
        epoch++;
    }

    void setRole(Role role) {
        this.role = role;
    }

    void setEnabled(boolean enabled) {
        this.enabled = enabled;
    }

    void setPasswordHash(String passwordHash) {
        this.passwordHash = passwordHash;
        this.passwordChangeRequired = false;
    }

    String name() {
        return name;
    }

    Role role() {
        return role;
    }

    boolean enabled() {
        return enabled;
    }

    String passwordHash() {
        return passwordHash;
    }

    int epoch() {
        return epoch;
    }

    boolean passwordChangeRequired() {
        return passwordChangeRequired;
    }

    /** This user acting by its password, from this address. */
    Caller caller(String address) {
        return new Caller(ActorType.USER, id, name, role, null, epoch, address, passwordChangeRequired);
    }

    UserView view() {
        return new UserView(id, name, role, enabled, passwordChangeRequired, createdAt, lastLoginAt, version);
    }
}
