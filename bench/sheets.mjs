// Layers as real images have them: many small files and some large ones, of text that packs well and data that does not.
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

const FILES_PER_FOLDER = 50
const PLAIN_SHARE = 0.72
const WORDS = 'the return of import static final class public void config value string error while if else for null true server image layer path file name size index port host'.split(' ')

/** xorshift32: equal seeds make equal layers, so that rounds on different days compare. */
function random(seed) {
  let x = seed
  return () => {
    x ^= x << 13
    x ^= x >>> 17
    x ^= x << 5
    return x >>> 0
  }
}

function noise(next, bytes) {
  const buffer = Buffer.alloc(bytes + 4)
  for (let at = 0; at < bytes; at += 4) buffer.writeUInt32LE(next(), at)
  return buffer.subarray(0, bytes)
}

function text(next, bytes) {
  const parts = []
  for (let length = 0; length < bytes; ) {
    const word = next() % 5 === 0 ? next().toString(36) : WORDS[next() % WORDS.length]
    parts.push(word, next() % 9 === 0 ? '\n' : ' ')
    length += word.length + 1
  }
  return Buffer.from(parts.join('')).subarray(0, bytes)
}

/**
 * Fills an existing directory.
 *
 * @param {{seed: number, small: number, large: number, largeBytes: number}} layer how many files of 2 to 22 KiB, and how
 *   many of the given size
 */
export async function fill(directory, { seed, small, large, largeBytes }) {
  const next = random(seed)
  // A pool of each kind is cut anew for each file, which is far faster than making every byte.
  const pools = [text(next, 4 << 20), noise(next, 4 << 20)]
  const content = (bytes) => {
    const pool = pools[next() / 2 ** 32 < PLAIN_SHARE ? 0 : 1]
    const parts = []
    for (let left = bytes; left > 0; ) {
      const length = Math.min(left, 64 << 10)
      const from = next() % (pool.length - length)
      parts.push(pool.subarray(from, from + length))
      left -= length
    }
    return Buffer.concat(parts)
  }
  for (let number = 0; number < small + large; number++) {
    const folder = join(directory, 'usr', `d${seed}`, `${Math.floor(number / FILES_PER_FOLDER)}`)
    if (number % FILES_PER_FOLDER === 0) await mkdir(folder, { recursive: true })
    await writeFile(join(folder, `f${number}`), content(number < small ? 2048 + (next() % (20 << 10)) : largeBytes))
  }
}
