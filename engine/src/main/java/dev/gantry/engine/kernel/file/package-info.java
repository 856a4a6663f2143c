/** One half of the door to the kernel: files, directories and mounts by descriptor, and the C library's calls for them. */
@NullMarked
package dev.gantry.engine.kernel.file;

import org.jspecify.annotations.NullMarked;
