package dev.gantry.engine.network;

/**
 * What tells one installation's network from another's on the same host; chosen once and kept.
 *
 * @param bridge name of the bridge, "gantry0"
 * @param subnet the containers' addresses; its first host address is the bridge's own
 * @param token the bridge's alias, by which an installation knows its own
 */
public record Installation(String bridge, Subnet subnet, String token) {
    public String table() {
        return "gantry_" + bridge;
    }
}
