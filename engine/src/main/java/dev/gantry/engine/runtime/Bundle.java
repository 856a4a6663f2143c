package dev.gantry.engine.runtime;

import dev.gantry.engine.kernel.file.Dir;
import dev.gantry.engine.kernel.file.Mounts;
import dev.gantry.engine.kernel.file.Names;
import dev.gantry.engine.kernel.file.Tree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * One container's bundle directory: the merged root file system, config.json, the files of /etc that are ours, and what
 * conmon leaves there.
 *
 * @param path a directory of ours that no container can reach
 */
public record Bundle(Path path) {
    /** Of the image's passwd and group; more is no honest file. */
    private static final int ACCOUNTS_LIMIT = 4 << 20;

    /**
     * What the bundle is made of.
     *
     * @param filter {@link OciRuntime#filter}
     * @param resolvConf resolv.conf(5)
     * @param address IPv4 on the bridge
     */
    public record Content(
            ProcessSpec process,
            Mounts.Overlay layers,
            String cgroupsPath,
            Path netns,
            boolean cgroupV2,
            Optional<String> filter,
            String resolvConf,
            Optional<String> address) {}

    public Path root() {
        return path.resolve("rootfs");
    }

    private Path etc() {
        return path.resolve("etc");
    }

    /**
     * Mounts the merged root, gives it real directories wherever something will be mounted, and writes config.json.
     * Refused when the image does not have the user.
     */
    public void prepare(Content content) {
        ProcessSpec process = content.process();
        try {
            Files.createDirectories(root());
            Files.createDirectories(etc());
            Files.writeString(etc().resolve("hostname"), process.hostname() + "\n");
            Files.writeString(etc().resolve("resolv.conf"), content.resolvConf());
            Files.writeString(etc().resolve("hosts"), hosts(process.hostname(), content.address()));
            for (String file : new String[] {"hostname", "resolv.conf", "hosts"}) {
                etc().resolve(file).toFile().setReadable(true, false);
            }
            Mounts.overlay(content.layers(), root());
            Identity identity;
            try (Dir root = Dir.open(root())) {
                enforceDirectories(root);
                identity = new IdentityResolver(accounts(root, "etc/passwd"), accounts(root, "etc/group"))
                        .resolve(process.user());
            }
            BundleSpec spec = new BundleSpec(
                    process,
                    identity,
                    root(),
                    content.cgroupsPath(),
                    content.netns(),
                    etc(),
                    content.cgroupV2(),
                    System.getProperty("os.arch", ""),
                    content.filter());
            Files.writeString(path.resolve("config.json"), spec.render());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stock runtimes follow an image's link at /dev or /proc onto the host; after this there is none to follow. */
    private static void enforceDirectories(Dir root) {
        for (String directory : BundleSpec.mountDirectories()) {
            Tree.ensureDirectory(root, Names.utf8(directory)).close();
        }
        for (String file : BundleSpec.mountFiles()) {
            Tree.ensureFile(root, Names.utf8(file));
        }
    }

    private static String accounts(Dir root, String path) {
        return root.read(Names.utf8(path), ACCOUNTS_LIMIT)
                .map(bytes -> new String(bytes, StandardCharsets.ISO_8859_1))
                .orElse("");
    }

    private static String hosts(String hostname, Optional<String> address) {
        return "127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\n" + address.orElse("127.0.1.1") + "\t"
                + hostname + "\n";
    }

    /** Unmounts the root and removes the directory; no-op when there is none. */
    public void remove() {
        if (Files.isDirectory(path)) {
            Mounts.unmount(root());
            try (Dir parent = Dir.open(Objects.requireNonNull(path.getParent()))) {
                Tree.remove(parent, Names.utf8(path.getFileName().toString()));
            }
        }
    }
}
