package dev.gantry.server.audit;

import dev.gantry.server.platform.request.Page;
import dev.gantry.server.platform.request.PageQuery;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The route of the audit; entries are read, never written by a request of their own. */
@RestController
class AuditController {
    private final AuditRows rows;

    AuditController(AuditRows rows) {
        this.rows = rows;
    }

    /**
     * Newest first.
     *
     * @param action exact, or a noun that the action begins with: "container" finds "container.create"
     * @param subject the subject's exact id or name
     */
    @GetMapping("/api/v1/audit")
    Page<AuditEntry> list(
            @RequestParam(required = false) @Nullable String actor,
            @RequestParam(required = false) @Nullable String action,
            @RequestParam(required = false) @Nullable String subject,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String cursor) {
        PageQuery query = PageQuery.of("audit entries", limit, cursor);
        AuditRows.Filter filter = new AuditRows.Filter(actor, action, subject);
        return Page.of(
                rows.list(filter, query.afterId(), query.oneMore()),
                query,
                rows.count(filter),
                entry -> entry.id().toString());
    }
}
