package dev.gantry.server.host;

import java.time.Instant;
import java.util.UUID;

/**
 * A fresh join token; the only time that it is shown.
 *
 * @param command the one line to paste on the host
 */
public record JoinTokenView(UUID id, Instant expiresAt, String command, String token) {}
