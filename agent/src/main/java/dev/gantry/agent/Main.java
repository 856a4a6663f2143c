package dev.gantry.agent;

import dev.gantry.oci.digest.CryptoLibrary;
import java.time.Clock;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Starts the agent and waits for its end. Nothing is configured automatically: an agent has to be small and quick, and
 * it needs no more of Spring than its settings, its log and its life cycle.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
public class Main {

    public static void main(String[] args) throws InterruptedException {
        CryptoLibrary.speedUpTls();
        int code;
        try {
            code = SpringApplication.run(Main.class, args)
                    .getBean(AgentProcess.class)
                    .awaitEnd();
        } catch (SpringApplication.AbandonedRunException e) {
            // A training run for class data sharing ends here.
            return;
        } catch (RuntimeException e) {
            // Spring has already said why, in its log.
            code = AgentProcess.FAILED;
        }
        System.exit(code);
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    Settings settings(ConfigurableEnvironment environment) {
        return Settings.of(environment);
    }

    @Bean
    AgentProcess agentProcess(Settings settings, Clock clock) {
        return new AgentProcess(settings, clock);
    }
}
