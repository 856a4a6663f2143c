// What every comparison with peers does: a work directory, the engines one after the other in each round, and all cleaned up.
import { mkdtemp, rm } from 'node:fs/promises'
import { Installation } from './installation.mjs'
import { run } from './peers.mjs'

const closers = []

/** Has something called at the end, the last one first, however the benchmark ends. */
export const atEnd = (close) => void closers.push(close)

/** A directory of the benchmark's own. */
export async function workDirectory() {
  const work = await mkdtemp('/tmp/gantry-bench-')
  atEnd(async () => {
    // A daemon that was ended may leave mounts; nothing below them is ours to remove.
    const { stdout } = await run('findmnt', ['--raw', '--noheadings', '--output', 'TARGET'])
    const mounts = stdout.split('\n').filter((path) => path.startsWith(`${work}/`))
    for (const path of mounts.sort().reverse()) await run('umount', ['-l', path]).catch(() => undefined)
    await rm(work, { recursive: true, force: true })
  })
  return work
}

/** The installation to measure. */
export async function installation() {
  const found = await Installation.runningOrOwn(process.env.GANTRY_HOME ?? '/var/lib/gantry')
  atEnd(() => found.close())
  return found
}

/** The engines that are there, of makers that give none where one is not installed. */
export async function enginesOf(makers) {
  const engines = []
  for (const make of makers) {
    const engine = await make()
    if (!engine) continue
    engines.push(engine)
    atEnd(() => engine.close())
  }
  return engines
}

/**
 * Rounds through all engines, every second one backwards, so that noise meets all alike.
 *
 * @param once runs one engine in one round and gives what it took
 * @returns a Map from each engine to the figures of all rounds behind the warm-ups
 */
export async function rounds(engines, warmUps, runs, once) {
  const times = new Map(engines.map((engine) => [engine, []]))
  for (let round = 0; round < warmUps + runs; round++) {
    for (const engine of round % 2 === 0 ? engines : [...engines].reverse()) {
      const took = await once(engine, round)
      if (round >= warmUps) times.get(engine).push(took)
    }
  }
  return times
}

/** Runs a benchmark and ends the process: 1 when it, or cleaning up behind it, failed. */
export async function main(name, bench) {
  const interrupted = new Promise((_, reject) => process.once('SIGINT', () => reject(new Error('interrupted'))))
  let code = 0
  try {
    await Promise.race([bench(), interrupted])
  } catch (error) {
    console.error(`bench ${name}: ${error.message}${error.stderr ? `\n${error.stderr}` : ''}`)
    code = 1
  }
  for (const close of closers.reverse()) {
    await close().catch((error) => {
      console.error(`bench ${name}: cleaning up: ${error.message}`)
      code = 1
    })
  }
  process.exit(code)
}
