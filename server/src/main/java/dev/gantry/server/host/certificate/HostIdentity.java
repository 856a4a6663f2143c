package dev.gantry.server.host.certificate;

import java.util.UUID;

/**
 * The host whose agent calls, as its certificate proves.
 *
 * @param serial of the certificate, in hex
 */
public record HostIdentity(UUID id, String name, String serial) {}
