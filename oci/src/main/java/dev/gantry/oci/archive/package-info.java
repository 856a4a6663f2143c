/**
 * Image archives: what a file is, which images are in it, and their layers as verified streams. An archive is never
 * unpacked for that; its members are looked up by name inside it, so a link in it can lead nowhere else.
 */
@NullMarked
package dev.gantry.oci.archive;

import org.jspecify.annotations.NullMarked;
