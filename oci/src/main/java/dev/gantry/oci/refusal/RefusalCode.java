package dev.gantry.oci.refusal;

/** Why a library of Gantry refused. The list is closed: the server maps each code to one kind and one HTTP status. */
public enum RefusalCode {
    /** Text does not follow the grammar it must follow: a reference, a digest, a name. */
    INVALID_ARGUMENT,
    /** The bytes are no image archive of a known format. */
    IMAGE_FORMAT_UNKNOWN,
    /** The archive's manifest, index or config contradicts itself or its specification. */
    IMAGE_INVALID,
    /** The archive ends before it should. */
    ARCHIVE_TRUNCATED,
    /** The archive is damaged or tries something that no honest archive does. */
    ARCHIVE_INVALID,
    /** Bytes do not have the digest or size that was promised. */
    DIGEST_MISMATCH,
    /** A configured budget (bytes, entries, ratio, depth, length) is used up. */
    LIMIT_EXCEEDED,
    /** The image is for another operating system or architecture than this host's. */
    PLATFORM_MISMATCH,
    IMAGE_NOT_FOUND,
    /** A container still needs the image. */
    IMAGE_IN_USE,
    CONTAINER_NOT_FOUND,
    /** The name is held by another container. */
    NAME_TAKEN,
    /** The host port is held by another container or process. */
    PORT_TAKEN,
    /** The container's state does not allow what was asked. */
    CONTAINER_STATE,
    /** The disk has no room, or no inodes, left. */
    DISK_FULL,
    /** The container's command can't be run: the image does not hold it, or its user may not run it. */
    COMMAND_INVALID,
    /** The OCI runtime, conmon or a system tool failed. */
    RUNTIME_FAILED,
    /** The OCI runtime, conmon or a system tool did not answer in time and was ended. */
    RUNTIME_TIMEOUT,
    /** The registry can't be reached, or went on failing however often it was asked. */
    REGISTRY_UNREACHABLE,
    /** The registry wants other credentials, or none will do. */
    REGISTRY_DENIED,
    /** The way to the registry, or one it points to, is not safe: its certificate, a downgrade, a stranger's token service. */
    REGISTRY_UNTRUSTED,
    /** The registry's answer breaks the OCI distribution specification. */
    REGISTRY_INVALID,
    /** What was asked is not offered here. */
    NOT_SUPPORTED,
    /** The work was cancelled. */
    CANCELLED,
    /** A defect of Gantry's own. */
    INTERNAL
}
