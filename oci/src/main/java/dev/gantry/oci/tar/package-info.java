/**
 * Reading and writing tar archives as streams: ustar, GNU and PAX, with names as bytes. The reader is made for hostile
 * input: it either sees the same members as GNU tar or refuses.
 */
@NullMarked
package dev.gantry.oci.tar;

import org.jspecify.annotations.NullMarked;
