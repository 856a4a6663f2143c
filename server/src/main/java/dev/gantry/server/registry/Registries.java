package dev.gantry.server.registry;

import dev.gantry.protocol.RegistryEndpoint;
import dev.gantry.server.audit.AuditLog;
import dev.gantry.server.authority.SecretBox;
import dev.gantry.server.live.LiveChanges;
import dev.gantry.server.live.Topic;
import dev.gantry.server.platform.Ids;
import dev.gantry.server.platform.problem.ErrorCode;
import dev.gantry.server.platform.problem.ProblemException;
import dev.gantry.server.platform.request.Page;
import dev.gantry.server.platform.request.PageQuery;
import dev.gantry.server.platform.request.Versions;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The registries: made, changed, removed with an audit entry, and handed to a host for one request. */
@Service
public class Registries {
    private static final String TYPE = "registry";

    private final RegistryRows rows;
    private final SecretBox box;
    private final OwnRegistry own;
    private final AuditLog audit;
    private final LiveChanges live;
    private final Ids ids;
    private final Clock clock;

    Registries(
            RegistryRows rows, SecretBox box, OwnRegistry own, AuditLog audit, LiveChanges live, Ids ids, Clock clock) {
        this.rows = rows;
        this.box = box;
        this.own = own;
        this.audit = audit;
        this.live = live;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * The servers to ask for a registry's images, with their secrets; for the message to the host and nothing else. One
     * that nobody told us about is asked over TLS as nobody, unless it is our own.
     *
     * @param registry as in a reference
     */
    @Transactional(readOnly = true)
    public List<RegistryEndpoint> endpoints(String registry) {
        List<RegistryEndpoint> endpoints = new ArrayList<>();
        boolean known = false;
        for (RegistryRows.Row row : rows.serving(registry)) {
            endpoints.add(endpoint(row));
            known |= row.view().host().equals(registry);
        }
        if (!known) {
            endpoints.add(
                    own.isNamed(registry)
                            ? RegistryEndpoint.own(registry)
                            : new RegistryEndpoint(registry, false, null, null, null, List.of()));
        }
        return List.copyOf(endpoints);
    }

    private RegistryEndpoint endpoint(RegistryRows.Row row) {
        RegistryView view = row.view();
        byte[] sealed = row.sealedSecret();
        String secret =
                sealed == null ? null : new String(box.open(purpose(view.id()), sealed), StandardCharsets.UTF_8);
        return new RegistryEndpoint(
                view.host(), view.plainHttp(), view.authority(), view.username(), secret, view.tokenHosts());
    }

    /** For a check: who was asked to show the secret there is kept. */
    @Transactional
    RegistryEndpoint checked(UUID id, List<String> hosts) {
        RegistryRows.Row row = rows.find(id).orElseThrow(() -> notFound("Check", id));
        audit.record("registry.check", TYPE, id, row.view().host(), null, Map.of("hosts", hosts));
        return endpoint(row);
    }

    Page<RegistryView> list(PageQuery query) {
        return Page.of(
                        rows.page(query.afterId(), query.oneMore()),
                        query,
                        rows.count(),
                        row -> row.view().id().toString())
                .map(RegistryRows.Row::view);
    }

    RegistryView get(UUID id) {
        return rows.find(id).orElseThrow(() -> notFound("Read", id)).view();
    }

    @Transactional
    RegistryView create(RegistrySpec spec) {
        String tried = "Add registry " + spec.host();
        RegistryRules.check(spec, tried);
        RegistryRules.refuseUnless(
                (spec.username() == null) == (spec.secret() == null), "secret", "belongs to a username", tried);
        UUID id = ids.next();
        RegistryRows.Row row = new RegistryRows.Row(
                view(id, spec, clock.instant(), 1), spec.secret() == null ? null : seal(id, spec.secret()));
        refuseUnless(rows.insert(row), tried);
        audit.record("registry.create", TYPE, id, spec.host(), null, shown(row.view(), spec.secret() != null));
        live.changed(Topic.REGISTRIES, id);
        return get(id);
    }

    @Transactional
    RegistryView change(UUID id, RegistrySpec spec, @Nullable String ifMatch) {
        RegistryRows.Row before = rows.lock(id).orElseThrow(() -> notFound("Change", id));
        String tried = "Change registry " + before.view().host();
        RegistryRules.check(spec, tried);
        Versions.require(ifMatch, before.view().version(), tried);
        boolean sameReaders = sameReaders(before.view(), spec);
        byte[] secret = spec.username() == null
                ? null
                : spec.secret() == null ? before.sealedSecret() : seal(id, spec.secret());
        RegistryRules.refuseUnless(spec.username() == null || secret != null, "secret", "belongs to a username", tried);
        RegistryRules.refuseUnless(
                sameReaders || spec.username() == null || spec.secret() != null,
                "secret",
                "must be given again, since others could read it now",
                tried);
        RegistryView view =
                view(id, spec, before.view().createdAt(), before.view().version() + 1);
        refuseUnless(rows.update(new RegistryRows.Row(view, secret)), tried);
        audit.record(
                "registry.change",
                TYPE,
                id,
                view.host(),
                shown(before.view(), false),
                shown(view, spec.secret() != null));
        live.changed(Topic.REGISTRIES, id);
        return get(id);
    }

    @Transactional
    void remove(UUID id) {
        RegistryRows.Row row = rows.lock(id).orElseThrow(() -> notFound("Remove", id));
        rows.delete(id);
        audit.record("registry.remove", TYPE, id, row.view().host(), shown(row.view(), false), null);
        live.changed(Topic.REGISTRIES, id);
    }

    private static RegistryView view(UUID id, RegistrySpec spec, Instant createdAt, long version) {
        return new RegistryView(
                id,
                spec.host(),
                Boolean.TRUE.equals(spec.plainHttp()),
                spec.authority(),
                spec.mirrorOf(),
                Objects.requireNonNullElse(spec.tokenHosts(), List.of()),
                spec.username(),
                createdAt,
                version);
    }

    /** Whoever may change where a secret goes must not be able to have the old one sent there. */
    private static boolean sameReaders(RegistryView before, RegistrySpec spec) {
        return before.host().equals(spec.host())
                && before.plainHttp() == Boolean.TRUE.equals(spec.plainHttp())
                && Objects.equals(before.authority(), spec.authority())
                && before.tokenHosts().equals(Objects.requireNonNullElse(spec.tokenHosts(), List.of()));
    }

    private byte[] seal(UUID id, String secret) {
        return box.seal(purpose(id), secret.getBytes(StandardCharsets.UTF_8));
    }

    private static String purpose(UUID id) {
        return "secret of registry " + id;
    }

    private static Map<String, Object> shown(RegistryView view, boolean newSecret) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("host", view.host());
        shown.put("plainHttp", view.plainHttp());
        shown.put("authority", view.authority() != null);
        shown.put("mirrorOf", view.mirrorOf());
        shown.put("tokenHosts", view.tokenHosts());
        shown.put("username", view.username());
        if (newSecret) {
            shown.put("secret", "changed");
        }
        return shown;
    }

    private static void refuseUnless(boolean free, String tried) {
        if (!free) {
            throw new ProblemException(
                    ErrorCode.NAME_TAKEN,
                    tried,
                    "there is one with this host already",
                    "Change that one instead.",
                    Map.of("host", "there is one with this host already"));
        }
    }

    private static ProblemException notFound(String verb, UUID id) {
        return new ProblemException(
                ErrorCode.NOT_FOUND,
                verb + " registry " + id,
                "there is none with this id",
                "List the registries to see which there are.");
    }
}
