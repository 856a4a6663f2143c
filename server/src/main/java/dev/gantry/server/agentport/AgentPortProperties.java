package dev.gantry.server.agentport;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where agents dial.
 *
 * @param port 0 for any free one
 * @param address to listen on
 * @param advertise host name or address in join lines; null for the first address of this machine
 * @param peer host name or address by which other servers of the same database reach this one; null for the address
 *     to listen on or, where that is all of them, the first of this machine
 */
@Validated
@ConfigurationProperties(prefix = "gantry.agent-port", ignoreUnknownFields = false)
public record AgentPortProperties(
        @Min(0) @Max(65535) @DefaultValue("8444") int port,
        @NotBlank @DefaultValue("0.0.0.0") String address,

        @Nullable @Pattern(regexp = "|[0-9a-zA-Z.:-]{1,253}")
        String advertise,

        @Nullable @Pattern(regexp = "|[0-9a-zA-Z.:-]{1,253}")
        String peer) {}
