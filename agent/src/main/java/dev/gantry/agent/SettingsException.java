package dev.gantry.agent;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** A setting is missing, unknown or no good; the message names its key. */
final class SettingsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SettingsException(String message) {
        super(message);
    }

    /** Shows the message instead of a stack trace. */
    static final class Analyzer extends AbstractFailureAnalyzer<SettingsException> {
        @Override
        protected FailureAnalysis analyze(Throwable root, SettingsException cause) {
            return new FailureAnalysis(
                    "Settings: " + cause.getMessage() + ".",
                    "Correct it on the command line, in the environment or in application.properties;"
                            + " docs/installation.md lists all settings.",
                    cause);
        }
    }
}
