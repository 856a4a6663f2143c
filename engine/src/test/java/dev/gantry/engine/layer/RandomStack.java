package dev.gantry.engine.layer;

import dev.gantry.oci.tar.TarEntry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Layers that step on each other's toes: few names, so that they meet often. Equal seeds make equal stacks. */
final class RandomStack {
    private static final String[] NAMES = {"a", "b", "c", "a.b"};

    private final Random random;
    private final StringBuilder told = new StringBuilder();
    private final List<Tar> layers = new ArrayList<>();
    private Set<String> files = new HashSet<>();
    private Set<String> described = new HashSet<>();
    private Set<String> filled = new HashSet<>();
    private int links;

    RandomStack(long seed) {
        random = new Random(seed);
        int count = 1 + random.nextInt(5);
        for (int i = 0; i < count; i++) {
            layers.add(layer(i));
        }
    }

    List<Tar> layers() {
        return layers;
    }

    private Tar layer(int number) {
        told.append("\nlayer ").append(number).append(':');
        files = new HashSet<>();
        described = new HashSet<>();
        filled = new HashSet<>();
        Tar tar = new Tar();
        int members = 1 + random.nextInt(12);
        for (int i = 0; i < members; i++) {
            member(tar);
        }
        return tar;
    }

    private String path() {
        StringBuilder path = new StringBuilder(NAMES[random.nextInt(NAMES.length)]);
        while (random.nextInt(5) < 3 && path.length() < 12 && !files.contains(path.toString())) {
            path.append('/').append(NAMES[random.nextInt(NAMES.length)]);
        }
        return path.toString();
    }

    private void member(Tar tar) {
        String path = path();
        String parent = path.contains("/") ? path.substring(0, path.lastIndexOf('/') + 1) : "";
        String name = path.substring(parent.length());
        int kind = random.nextInt(11);
        if (kind != 5 && kind != 6) {
            fill(kind == 7 ? path + "/" : path);
        }
        switch (kind) {
            case 0, 1, 2 -> file(tar, path);
            case 3, 4 -> {
                tell("dir " + path);
                described.add(path);
                files.remove(path);
                tar.with(TarEntry.directory(path)
                        .withMode(0700 + random.nextInt(64))
                        .withOwner(random.nextInt(3), 0));
            }
            case 5, 6 -> {
                // A whiteout of a directory that the layer has been filling without describing it is no honest
                // builder's,
                // and whose attributes such a directory takes depends on the order of the members.
                if (!files.contains(path) && (described.contains(path) || !filled.contains(path))) {
                    tell("whiteout " + path);
                    tar.file(parent + ".wh." + name, "");
                    fill(path);
                }
            }
            case 7 -> {
                if (!files.contains(path)) {
                    tell("opaque " + path);
                    tar.file(path + "/.wh..wh..opq", "");
                }
            }
            case 8 -> {
                tell("symlink " + path);
                replace(path);
                tar.with(TarEntry.symlink(path, "target-" + random.nextInt(9)));
            }
            case 9 -> throughLink(tar);
            default -> hardlink(tar, parent);
        }
    }

    /** The directories above the path are there from now on. */
    private void fill(String path) {
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
            filled.add(path.substring(0, slash));
        }
    }

    private void file(Tar tar, String path) {
        tell("file " + path);
        replace(path);
        byte[] content = "x".repeat(random.nextInt(40)).getBytes(StandardCharsets.UTF_8);
        tar.put(TarEntry.file(path, content.length).withMode(0600 + random.nextInt(64)), content);
    }

    private void throughLink(Tar tar) {
        int number = links++;
        String directory = "deep" + number + "/" + NAMES[random.nextInt(NAMES.length)];
        String target =
                List.of(directory, "/" + directory, "../../" + directory).get(random.nextInt(3));
        tell("file link" + number + "/in by " + target);
        tar.with(TarEntry.directory(directory));
        tar.with(TarEntry.symlink("link" + number, target));
        tar.file("link" + number + "/in", "x");
        tar.file("link" + number + "/.wh.out", "");
    }

    /** The target has a name that nothing else takes, so that the link keeps leading to it. */
    private void hardlink(Tar tar, String parent) {
        String path = parent + "hard" + links;
        String target = "own" + links++;
        tell("hardlink " + path + " to " + target);
        file(tar, target);
        files.add(path);
        tar.with(TarEntry.hardlink(path, target));
    }

    /** Something that is no directory takes the path. */
    private void replace(String path) {
        files.removeIf(other -> other.startsWith(path + "/"));
        described.removeIf(other -> other.equals(path) || other.startsWith(path + "/"));
        files.add(path);
    }

    private void tell(String what) {
        told.append(' ').append(what).append(';');
    }

    @Override
    public String toString() {
        return told.toString();
    }
}
