package dev.gantry.server.agentlink;

import dev.gantry.protocol.AgentMessage;
import dev.gantry.server.platform.problem.ErrorCode;
import dev.gantry.server.platform.problem.ProblemException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Work that an agent was asked for.
 *
 * @param answer fails with a ProblemException when the agent refuses or its link ends
 * @param cancel tells the agent that the answer is no longer wanted; it still answers
 */
public record PendingRequest(CompletableFuture<AgentMessage.Response> answer, Runnable cancel) {

    /** Waits for the answer; errors with the agent's problem, or TIMEOUT, after which the work is cancelled. */
    public AgentMessage.Response await(String tried, Duration most) {
        try {
            return answer.get(most.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            cancel.run();
            throw new ProblemException(
                    ErrorCode.TIMEOUT,
                    tried,
                    "the host did not answer within " + most.toSeconds() + " s",
                    "Look at the agent's log on the host, then try again.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            cancel.run();
            throw new ProblemException(ErrorCode.CANCELLED, tried, "the server is stopping", "Try again.");
        } catch (ExecutionException | CompletionException e) {
            if (e.getCause() instanceof ProblemException problem) {
                throw problem;
            }
            throw new IllegalStateException(tried, e);
        }
    }
}
