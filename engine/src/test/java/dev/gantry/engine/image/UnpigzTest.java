package dev.gantry.engine.image;

class UnpigzTest extends FastGzipContract {
    UnpigzTest() {
        super("unpigz");
    }
}
