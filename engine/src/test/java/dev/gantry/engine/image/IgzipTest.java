package dev.gantry.engine.image;

class IgzipTest extends FastGzipContract {
    IgzipTest() {
        super("igzip");
    }
}
