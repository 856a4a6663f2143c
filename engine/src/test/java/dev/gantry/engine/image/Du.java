package dev.gantry.engine.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The real du(1), as the judge of what is reckoned. */
final class Du {
    private Du() {}

    /** Of a whole tree, with what its writers still kept back. */
    static long bytes(Path path) throws Exception {
        Process sync = new ProcessBuilder("sync", "-f", path.toString()).start();
        assertThat(sync.waitFor(60, TimeUnit.SECONDS)).isTrue();
        Process du = new ProcessBuilder("du", "-sx", "--block-size=1", path.toString()).start();
        String out = new String(du.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(du.waitFor()).isZero();
        return Long.parseLong(out.substring(0, out.indexOf('\t')));
    }
}
