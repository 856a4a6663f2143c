package dev.gantry.server.agentlink;

/** What the server tells agents of its version. */
record ServerVersion(String text) {
    static ServerVersion running() {
        String version = ServerVersion.class.getPackage().getImplementationVersion();
        return new ServerVersion(version == null ? "development" : version);
    }
}
