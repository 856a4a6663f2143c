package dev.gantry.server.identity;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.gantry.server.access.Caller;
import dev.gantry.server.access.Callers;
import dev.gantry.server.platform.request.Idempotency;
import dev.gantry.server.platform.request.Page;
import dev.gantry.server.platform.request.PageQuery;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The routes of tokens. */
@RestController
@RequestMapping("/api/v1/tokens")
class TokenController {
    private final Tokens tokens;

    TokenController(Tokens tokens) {
        this.tokens = tokens;
    }

    @GetMapping
    Page<TokenView> list(
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String cursor) {
        return tokens.list(PageQuery.of("tokens", limit, cursor));
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    ResponseEntity<MadeToken> create(@Valid @RequestBody NewToken wanted) {
        Caller caller = Callers.current();
        String owner = caller.tokenId() == null ? caller.name() : caller.name().split("/", 2)[0];
        Tokens.Made made =
                tokens.create(caller.userId(), owner, wanted.name(), Duration.ofDays(wanted.expiresInDays()));
        Idempotency.answerIsSecret();
        return ResponseEntity.created(
                        URI.create("/api/v1/tokens/" + made.token().id()))
                .cacheControl(CacheControl.noStore())
                .body(new MadeToken(made.token(), made.secret()));
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void revoke(@PathVariable UUID id) {
        tokens.revoke(id);
    }

    /** A token to be made. */
    record NewToken(
            @NotBlank @Size(max = 100) String name,
            @NotNull @Min(1) @Max(365) Integer expiresInDays) {}

    /** The only answer that ever holds the secret. */
    record MadeToken(@JsonUnwrapped TokenView token, String secret) {
        @Override
        public String toString() {
            return "MadeToken[" + token.name() + "]";
        }
    }
}
