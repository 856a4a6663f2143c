package dev.gantry.server.host;

import dev.gantry.protocol.Join;
import dev.gantry.protocol.Protocol;
import dev.gantry.protocol.ProtocolMapper;
import dev.gantry.server.host.certificate.AgentCaller;
import dev.gantry.server.host.certificate.HostIdentity;
import dev.gantry.server.platform.problem.ErrorCode;
import dev.gantry.server.platform.problem.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Joining and renewing, on the agent port. */
@RestController
class JoinController {
    private final JoinService service;
    private final JoinLimits limits;
    private final AgentCaller caller;
    private final JsonMapper json = ProtocolMapper.create();

    JoinController(JoinService service, JoinLimits limits, AgentCaller caller) {
        this.service = service;
        this.limits = limits;
        this.caller = caller;
    }

    @PostMapping(path = Protocol.JOIN_PATH, consumes = MediaType.APPLICATION_JSON_VALUE)
    Join.Response join(@RequestBody String body, HttpServletRequest request) {
        String address = request.getRemoteAddr();
        limits.attempt(address);
        Join.Response joined = service.join(read(body, Join.Request.class), address);
        limits.succeeded(address);
        return joined;
    }

    @PostMapping(path = Protocol.RENEW_PATH, consumes = MediaType.APPLICATION_JSON_VALUE)
    Join.Response renew(@RequestBody String body, HttpServletRequest request) {
        return service.renew(caller.require(request), read(body, Join.Renewal.class), request.getRemoteAddr());
    }

    /** So that an agent with a join line at hand knows whether it needs one. */
    @GetMapping(Protocol.IDENTITY_PATH)
    Join.Known identity(HttpServletRequest request) {
        HostIdentity host = caller.require(request);
        return new Join.Known(host.id().toString(), host.name());
    }

    /** In the link's dialect, where a newer agent may say more than this server knows. */
    private <T> T read(String body, Class<T> type) {
        try {
            T read = json.readValue(body, type);
            if (read != null) {
                return read;
            }
        } catch (JacksonException e) {
            throw unreadable(e.getOriginalMessage());
        }
        throw unreadable("it is null");
    }

    private static ProblemException unreadable(String why) {
        return new ProblemException(
                ErrorCode.BODY_UNREADABLE, "Read the body of a join", why, "Send it as the agent does.");
    }
}
