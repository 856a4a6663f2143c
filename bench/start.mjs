// Create and start of one container, image present: Gantry through its REST API beside `docker run -d`, `podman run -d`
// and the bare OCI runtime. Rounds go through all engines, every second one backwards, so that noise meets all alike.
import { openAsBlob } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { busyboxRoot, dockerArchive } from '../build/gantry/docker-archive.mjs'
import { atEnd, enginesOf, installation, main, rounds, workDirectory } from './bench.mjs'
import { docker, podman, privateNetwork, rawRuntime } from './peers.mjs'

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

const measure = (engines) =>
  rounds(engines, WARM_UPS, RUNS, async (engine, round) => {
    const name = `bench-${process.pid}-${round}`
    const from = process.hrtime.bigint()
    await engine.start(name)
    const took = Number(process.hrtime.bigint() - from) / 1e6
    await engine.remove(name)
    return took
  })

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

await main('start', async () => {
  const work = await workDirectory()
  const rootfs = join(work, 'rootfs')
  const archive = join(work, 'image.tar')
  await mkdir(rootfs)
  await busyboxRoot(rootfs)
  await dockerArchive(archive, { tag: image, layers: [rootfs], config: { Cmd: ['sh'] } })

  const measured = await installation()
  const network = await privateNetwork(`gantry-bench-${process.pid}`)
  atEnd(network.remove)
  const ours = await gantry(measured, archive)
  const makers = [() => ours, () => docker(work, network, archive, image), () => podman(work, network, archive, image), () => rawRuntime(work, rootfs, ours.runtime)]
  report(await measure(await enginesOf(makers)))
})
