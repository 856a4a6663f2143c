package dev.gantry.agent;

/** This program's version. */
final class Version {
    /** From the jar's manifest; "development" when the classes come from no jar. */
    static final String OF_AGENT = read();

    private Version() {}

    private static String read() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
