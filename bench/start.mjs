// Create and start of one container, image present: Gantry through its REST API beside `docker run -d`, `podman run -d`
// and the bare OCI runtime. Rounds go through all engines, every second one backwards, so that noise meets all alike.
import { openAsBlob } from 'node:fs'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { busyboxRoot, dockerArchive } from '../build/gantry/docker-archive.mjs'
import { Installation } from './installation.mjs'
import { docker, podman, privateNetwork, rawRuntime, run } from './peers.mjs'

const RUNS = Number(process.env.RUNS ?? 20)
const WARM_UPS = 2
const image = 'gantry-bench:latest'

async function gantry(installation, archive) {
  const host = await installation.host()
  const query = new URLSearchParams({ hostId: host.id, reference: image })
  await installation.finish('POST', `/api/v1/images?${query}`, await openAsBlob(archive))
  const ids = new Map()
  return {
    name: 'gantry',
    version: `Gantry ${(await installation.call('GET', '/version')).body.version} with ${host.facts.engine.runtime}`,
    runtime: host.facts.engine.runtime,
    start: async (name) => {
      const spec = { image, command: ['sleep', '1000'] }
      let container = await installation.finish('POST', '/api/v1/containers', { name, hostId: host.id, spec, start: true })
      ids.set(name, container.id)
      while (container.status?.phase !== 'RUNNING') {
        if (['EXITED', 'FAILED'].includes(container.status?.phase)) throw new Error(`${name}: ${JSON.stringify(container.status)}`)
        container = (await installation.call('GET', `/api/v1/containers/${container.id}`)).body
      }
    },
    remove: (name) => installation.finish('DELETE', `/api/v1/containers/${ids.get(name)}?force=true`),
    close: async () => {
      const { body } = await installation.call('GET', '/api/v1/images?q=gantry-bench')
      for (const { digest } of body.items) await installation.finish('DELETE', `/api/v1/images/${digest}?hostId=${host.id}&force=true`)
    },
  }
}

const quantile = (sorted, q) => sorted[Math.min(sorted.length - 1, Math.ceil(q * sorted.length) - 1)]

async function measure(engines) {
  const times = new Map(engines.map((engine) => [engine, []]))
  for (let round = 0; round < WARM_UPS + RUNS; round++) {
    for (const engine of round % 2 === 0 ? engines : [...engines].reverse()) {
      const name = `bench-${process.pid}-${round}`
      const from = process.hrtime.bigint()
      await engine.start(name)
      const took = Number(process.hrtime.bigint() - from) / 1e6
      await engine.remove(name)
      if (round >= WARM_UPS) times.get(engine).push(took)
    }
  }
  return times
}

function report(times) {
  const median = {}
  console.log(`${'engine'.padEnd(40)} ${'median'.padStart(10)} ${'p95'.padStart(10)}   ${RUNS} runs after ${WARM_UPS} warm-ups`)
  for (const [engine, all] of times) {
    const sorted = all.toSorted((a, b) => a - b)
    median[engine.name] = quantile(sorted, 0.5)
    const ms = (q) => `${quantile(sorted, q).toFixed(1)} ms`.padStart(10)
    console.log(`${`${engine.name}: ${engine.version}`.padEnd(40)} ${ms(0.5)} ${ms(0.95)}`)
  }
  const ms = (name) => (median[name] === undefined ? `${name} not installed` : `${name} ${median[name].toFixed(0)} ms`)
  const ratio = median.docker === undefined ? 'n/a' : (median.gantry / median.docker).toFixed(2)
  console.log(`start: ${['gantry', 'docker', 'podman', 'raw runtime'].map(ms).join(', ')}, ratio ${ratio}`)
}

const closers = []
const interrupted = new Promise((_, reject) => process.once('SIGINT', () => reject(new Error('interrupted'))))

async function bench() {
  const work = await mkdtemp('/tmp/gantry-bench-')
  closers.push(async () => {
    // A daemon that was ended may leave mounts; nothing below them is ours to remove.
    const { stdout } = await run('findmnt', ['--raw', '--noheadings', '--output', 'TARGET'])
    const mounts = stdout.split('\n').filter((path) => path.startsWith(`${work}/`))
    for (const path of mounts.sort().reverse()) await run('umount', ['-l', path]).catch(() => undefined)
    await rm(work, { recursive: true, force: true })
  })
  const rootfs = join(work, 'rootfs')
  const archive = join(work, 'image.tar')
  await mkdir(rootfs)
  await busyboxRoot(rootfs)
  await dockerArchive(archive, { tag: image, layers: [rootfs], config: { Cmd: ['sh'] } })

  const installation = await Installation.runningOrOwn(process.env.GANTRY_HOME ?? '/var/lib/gantry')
  closers.push(() => installation.close())
  const network = await privateNetwork(`gantry-bench-${process.pid}`)
  closers.push(network.remove)

  const ours = await gantry(installation, archive)
  const makers = [() => ours, () => docker(work, network, archive, image), () => podman(work, network, archive, image), () => rawRuntime(work, rootfs, ours.runtime)]
  const engines = []
  for (const make of makers) {
    const engine = await make()
    if (!engine) continue
    engines.push(engine)
    closers.push(() => engine.close())
  }
  report(await measure(engines))
}

let code = 0
try {
  await Promise.race([bench(), interrupted])
} catch (error) {
  console.error(`bench start: ${error.message}${error.stderr ? `\n${error.stderr}` : ''}`)
  code = 1
}
for (const close of closers.reverse()) {
  await close().catch((error) => {
    console.error(`bench start: cleaning up: ${error.message}`)
    code = 1
  })
}
process.exit(code)
