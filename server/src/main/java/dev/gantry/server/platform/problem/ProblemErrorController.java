package dev.gantry.server.platform.problem;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpStatusCode;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;

/** Answers what failed outside any route: in a filter, in the firewall, in the servlet container. */
@Hidden
@Controller
class ProblemErrorController implements ErrorController {
    private final Problems problems;

    ProblemErrorController(Problems problems) {
        this.problems = problems;
    }

    @RequestMapping("/error")
    void error(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Object thrown = request.getAttribute(RequestDispatcher.ERROR_EXCEPTION);
        Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        Object uri = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
        String tried = request.getMethod() + " " + (uri == null ? "a request" : uri);
        if (thrown instanceof Throwable failure) {
            problems.write(failure, request, response);
            return;
        }
        // Asked for directly, the address is one that does not exist.
        int code = status instanceof Integer number && number >= 400 ? number : 404;
        problems.write(ProblemKinds.ofStatus(HttpStatusCode.valueOf(code), tried, null), request, response);
    }
}
