package dev.gantry.server.operation;

import dev.gantry.server.audit.AuditLog;
import dev.gantry.server.platform.problem.ErrorCode;
import dev.gantry.server.platform.problem.ProblemException;
import dev.gantry.server.platform.request.Page;
import dev.gantry.server.platform.request.PageQuery;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The routes of operations. */
@RestController
@RequestMapping("/api/v1/operations")
class OperationController {
    private final Operations operations;
    private final OperationRows rows;
    private final OperationOwners owners;
    private final AuditLog audit;
    private final TransactionTemplate transaction;

    OperationController(
            Operations operations,
            OperationRows rows,
            OperationOwners owners,
            AuditLog audit,
            TransactionTemplate transaction) {
        this.operations = operations;
        this.rows = rows;
        this.owners = owners;
        this.audit = audit;
        this.transaction = transaction;
    }

    @GetMapping
    Page<OperationView> list(
            @RequestParam(required = false) @Nullable OperationState state,
            @RequestParam(required = false) @Nullable String subjectId,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String cursor) {
        PageQuery query = PageQuery.of("operations", limit, cursor);
        return Page.of(
                rows.list(state, subjectId, query.afterId(), query.oneMore()),
                query,
                rows.count(state, subjectId),
                operation -> operation.id().toString());
    }

    @GetMapping("/{id}")
    OperationView get(@PathVariable UUID id) {
        return operations.get(id);
    }

    @PostMapping("/{id}/cancel")
    OperationView cancel(@PathVariable UUID id) {
        OperationView seen = operations.get(id);
        boolean cancelled = Boolean.TRUE.equals(transaction.execute(status -> {
            boolean moved = operations.cancel(id);
            if (moved) {
                audit.record("operation.cancel", "operation", id, seen.kind(), null, null);
            }
            return moved;
        }));
        if (!cancelled) {
            throw new ProblemException(
                    ErrorCode.OPERATION_FINISHED,
                    "Cancel operation " + id,
                    "it has ended: " + operations.get(id).state(),
                    "Undo its result instead if that is wanted.");
        }
        OperationView after = operations.get(id);
        owners.cancelled(after);
        return after;
    }
}
