package dev.gantry.server.identity;

import dev.gantry.server.access.ActorType;
import dev.gantry.server.access.Callers;
import dev.gantry.server.access.Role;
import dev.gantry.server.access.Sessions;
import dev.gantry.server.platform.request.Page;
import dev.gantry.server.platform.request.PageQuery;
import dev.gantry.server.platform.request.Versions;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The routes of users. */
@RestController
@RequestMapping("/api/v1/users")
class UserController {
    private final Users users;
    private final Logins logins;

    UserController(Users users, Logins logins) {
        this.users = users;
        this.logins = logins;
    }

    @GetMapping
    Page<UserView> list(
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String cursor) {
        return users.list(PageQuery.of("users", limit, cursor));
    }

    @GetMapping("/{id}")
    ResponseEntity<UserView> get(@PathVariable UUID id) {
        return tagged(ResponseEntity.ok(), users.get(id));
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    ResponseEntity<UserView> create(@Valid @RequestBody NewUser wanted) {
        UserView made = users.create(wanted.name(), wanted.password(), wanted.role(), false);
        return tagged(ResponseEntity.created(URI.create("/api/v1/users/" + made.id())), made);
    }

    @PatchMapping("/{id}")
    ResponseEntity<UserView> change(
            @PathVariable UUID id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @Valid @RequestBody Change change,
            HttpServletRequest request) {
        if (change.password() != null && id.equals(Callers.current().id())) {
            logins.confirm(Callers.current(), change.currentPassword());
        }
        Users.Changed changed = users.change(id, change, ifMatch);
        if (changed.own() && Callers.current().type() == ActorType.USER) {
            Sessions.renew(request, changed.epoch());
        }
        return tagged(ResponseEntity.ok(), changed.view());
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(@PathVariable UUID id) {
        users.remove(id);
    }

    private static ResponseEntity<UserView> tagged(ResponseEntity.BodyBuilder reply, UserView user) {
        return reply.eTag(Versions.etag(user.version())).body(user);
    }

    /** A user to be made. */
    record NewUser(
            @NotNull
            @Pattern(
                    regexp = "[A-Za-z0-9][A-Za-z0-9._@-]{0,62}",
                    message =
                            "must have 1 to 63 letters, digits, dots, dashes, underscores or @, beginning with a letter or digit")
            String name,

            @NotNull String password,
            @NotNull Role role) {
        @Override
        public String toString() {
            return "NewUser[" + name + "]";
        }
    }

    /** What to change; null stays as it is. */
    @Schema(name = "UserChange")
    record Change(
            @Nullable Role role,
            @Nullable Boolean enabled,
            @Nullable String password,
            @Nullable @Size(max = 1000) String currentPassword) {
        @Override
        public String toString() {
            return "Change[" + role + ", " + enabled + "]";
        }
    }
}
