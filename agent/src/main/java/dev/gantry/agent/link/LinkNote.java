package dev.gantry.agent.link;

import dev.gantry.agent.home.AgentHome;
import dev.gantry.agent.home.DurableFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the link stands, in a file for whoever looks at this host from outside: an agent has no port to be asked on. Three
 * lines: the standing and this process's pid, without which it may be an earlier agent's; the host's name; the reason.
 */
public final class LinkNote {
    private static final Logger log = LoggerFactory.getLogger(LinkNote.class);

    private final AgentHome home;

    public LinkNote(AgentHome home) {
        this.home = home;
    }

    /** How a link can stand. */
    public enum Standing {
        CONNECTED,
        /** Not connected, and tried again. */
        AWAY,
        /** The server does not take this host's certificate: only a new join helps. */
        REFUSED
    }

    void write(Standing standing, String hostName, String why) {
        String text = standing + " " + ProcessHandle.current().pid() + "\n" + line(hostName) + "\n" + line(why) + "\n";
        try {
            DurableFile.writeRelaxed(home.link(), text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            log.debug("{} could not be written", home.link(), e);
        }
    }

    private static String line(String text) {
        return text.replaceAll("\\p{Cntrl}", " ");
    }
}
