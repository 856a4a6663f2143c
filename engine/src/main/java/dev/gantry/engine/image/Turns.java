package dev.gantry.engine.image;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/** One at a time for each key; whoever waits can be interrupted. Keeps nothing of keys that nobody holds. */
final class Turns<K> {
    private final Map<K, Turn> turns = new HashMap<>();

    /** To be closed by the thread that took it. */
    final class Turn implements AutoCloseable {
        private final K key;
        private final ReentrantLock lock = new ReentrantLock();
        private int wanted;

        private Turn(K key) {
            this.key = key;
        }

        @Override
        public void close() {
            lock.unlock();
            release(this);
        }
    }

    Turn take(K key) throws InterruptedException {
        Turn turn;
        synchronized (this) {
            turn = turns.computeIfAbsent(key, Turn::new);
            turn.wanted++;
        }
        try {
            turn.lock.lockInterruptibly();
            return turn;
        } catch (InterruptedException e) {
            release(turn);
            throw e;
        }
    }

    private synchronized void release(Turn turn) {
        if (--turn.wanted == 0) {
            turns.remove(turn.key);
        }
    }
}
