package dev.gantry.server.identity;

import dev.gantry.server.access.Caller;
import dev.gantry.server.access.Callers;
import dev.gantry.server.access.Role;
import dev.gantry.server.audit.AuditLog;
import dev.gantry.server.live.LiveChanges;
import dev.gantry.server.live.Topic;
import dev.gantry.server.platform.Ids;
import dev.gantry.server.platform.ServerHome;
import dev.gantry.server.platform.problem.ErrorCode;
import dev.gantry.server.platform.problem.ProblemException;
import dev.gantry.server.platform.request.Page;
import dev.gantry.server.platform.request.PageQuery;
import dev.gantry.server.platform.request.Versions;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The users: made, changed, removed, always with an audit entry and never without a last admin. */
@Service
class Users {
    private static final Logger LOG = LoggerFactory.getLogger(Users.class);

    private final UserRows rows;
    private final Passwords passwords;
    private final AuditLog audit;
    private final LiveChanges live;
    private final Ids ids;
    private final Clock clock;
    private final ServerHome home;

    Users(UserRows rows, Passwords passwords, AuditLog audit, LiveChanges live, Ids ids, Clock clock, ServerHome home) {
        this.rows = rows;
        this.passwords = passwords;
        this.audit = audit;
        this.live = live;
        this.ids = ids;
        this.clock = clock;
        this.home = home;
    }

    @Transactional(readOnly = true)
    Page<UserView> list(PageQuery query) {
        return Page.of(
                        rows.page(query.afterId(), query.oneMore()),
                        query,
                        rows.count(),
                        user -> user.getId().toString())
                .map(UserAccount::view);
    }

    @Transactional(readOnly = true)
    UserView get(UUID id) {
        return find(id, "Read").view();
    }

    @Transactional
    UserView create(String name, String password, Role role, boolean passwordChangeRequired) {
        String tried = "Create user " + name;
        Passwords.check(password, tried);
        if (rows.named(name).isPresent()) {
            throw new ProblemException(
                    ErrorCode.NAME_TAKEN, tried, "another user has this name", "Choose another name.");
        }
        UserAccount user = rows.saveAndFlush(new UserAccount(
                ids.next(), name, role, passwords.hash(password), passwordChangeRequired, clock.instant()));
        audit.record("user.create", "user", user.getId(), name, null, Map.of("name", name, "role", role.name()));
        live.changed(Topic.USERS, user.getId());
        return user.view();
    }

    /**
     * Changes what is not null; that its user knows the present password is confirmed before. A changed role, password or a disabled user ends that user's sessions.
     *
     * @return the user's new epoch beside the view, for the session that made the change
     */
    @Transactional
    Changed change(UUID id, UserController.Change change, @Nullable String ifMatch) {
        UserAccount user = find(id, "Change");
        String tried = "Change user " + user.name();
        Caller caller = Callers.current();
        boolean own = user.getId().equals(caller.id());
        if (!caller.isAdmin() && (change.role() != null || change.enabled() != null)) {
            throw new ProblemException(
                    ErrorCode.FORBIDDEN, tried, "only an admin changes roles and disables users", "Ask an admin.");
        }
        if (caller.passwordChangeRequired()
                && (change.password() == null || change.role() != null || change.enabled() != null)) {
            throw new ProblemException(
                    ErrorCode.PASSWORD_CHANGE_REQUIRED,
                    tried,
                    "your own password has to be changed first, and nothing else with it",
                    "PATCH /api/v1/users/" + id + " with password and currentPassword alone.");
        }
        Versions.require(ifMatch, user.view().version(), tried);
        Map<String, Object> before = new LinkedHashMap<>();
        Map<String, Object> after = new LinkedHashMap<>();
        if (change.password() != null) {
            changePassword(user, change.password(), own, tried);
            after.put("password", "changed");
        }
        if (change.role() != null && change.role() != user.role()) {
            before.put("role", user.role().name());
            after.put("role", change.role().name());
            keepAnAdmin(user, tried);
            user.setRole(change.role());
        }
        if (change.enabled() != null && change.enabled() != user.enabled()) {
            before.put("enabled", user.enabled());
            after.put("enabled", change.enabled());
            keepAnAdmin(user, tried);
            user.setEnabled(change.enabled());
        }
        if (!after.isEmpty()) {
            user.endSessions();
            rows.saveAndFlush(user);
            audit.record("user.change", "user", id, user.name(), before, after);
            live.changed(Topic.USERS, id);
        }
        return new Changed(user.view(), user.epoch(), own);
    }

    @Transactional
    void remove(UUID id) {
        UserAccount user = find(id, "Remove");
        String tried = "Remove user " + user.name();
        if (user.getId().equals(Callers.current().id())) {
            throw new ProblemException(
                    ErrorCode.USER_IN_USE, tried, "this is you", "Let another admin remove this user.");
        }
        keepAnAdmin(user, tried);
        rows.delete(user);
        rows.flush();
        audit.record(
                "user.remove",
                "user",
                id,
                user.name(),
                Map.of("name", user.name(), "role", user.role().name()),
                null);
        live.changed(Topic.USERS, id);
    }

    private void changePassword(UserAccount user, String fresh, boolean own, String tried) {
        Passwords.check(fresh, tried);
        if (passwords.matches(fresh, user.passwordHash())) {
            throw ProblemException.ofFields(tried, Map.of("password", "must differ from the present one"), null);
        }
        user.setPasswordHash(passwords.hash(fresh));
        if (own && user.name().equals(FirstStart.ADMIN)) {
            try {
                Files.deleteIfExists(home.adminFile());
            } catch (IOException e) {
                LOG.warn("Could not delete {}, whose password is no longer valid", home.adminFile(), e);
            }
        }
    }

    private void keepAnAdmin(UserAccount user, String tried) {
        if (user.role() != Role.ADMIN || !user.enabled()) {
            return;
        }
        boolean another = rows.enabledWith(Role.ADMIN).stream()
                .anyMatch(each -> !each.getId().equals(user.getId()));
        if (!another) {
            throw new ProblemException(
                    ErrorCode.LAST_ADMIN,
                    tried,
                    "no other enabled admin would be left",
                    "Make another user an admin first.");
        }
    }

    private UserAccount find(UUID id, String verb) {
        return rows.findById(id)
                .orElseThrow(() -> new ProblemException(
                        ErrorCode.NOT_FOUND,
                        verb + " user " + id,
                        "there is none with this id",
                        "List the users to see which there are."));
    }

    record Changed(UserView view, int epoch, boolean own) {}
}
