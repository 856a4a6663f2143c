package dev.gantry.server.distribution.protocol;

import java.io.IOException;

/** A body broke off: its sender has gone, or is too slow. No defect of the server's. */
public final class BrokenBodyException extends IOException {
    public BrokenBodyException(IOException cause) {
        super("the request's body broke off", cause);
    }
}
