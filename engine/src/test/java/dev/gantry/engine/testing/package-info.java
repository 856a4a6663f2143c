/** What every engine must do, as a test suite that each implementation inherits, and the images that it runs. */
package dev.gantry.engine.testing;
