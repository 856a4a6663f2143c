// Pull of a three-layer image (150 MB packed, 275 MB, 12,000 files) from a registry on loopback into an empty store: Gantry
// through its REST API beside `docker pull` and `podman pull`. Rounds go through all engines, every second one backwards.
import { spawn } from 'node:child_process'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { dockerArchive } from '../build/gantry/docker-archive.mjs'
import { atEnd, enginesOf, installation, main, rounds, workDirectory } from './bench.mjs'
import { dockerDaemon, pause, podmanClient, run } from './peers.mjs'
import { fill } from './sheets.mjs'

const RUNS = Number(process.env.RUNS ?? 5)
const WARM_UPS = 1
const LAYERS = [
  { seed: 11, small: 5000, large: 40, largeBytes: 1 << 20 },
  { seed: 22, small: 4500, large: 40, largeBytes: 1 << 20 },
  { seed: 33, small: 2380, large: 40, largeBytes: 1 << 20 },
]

const freePort = () =>
  new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })

/** Debian's registry with the image in it. */
async function registry(work) {
  const at = join(work, 'registry')
  const host = `127.0.0.1:${await freePort()}`
  await mkdir(at)
  const settings = { version: '0.1', log: { level: 'error', accesslog: { disabled: true } }, storage: { filesystem: { rootdirectory: join(at, 'data') } }, http: { addr: host } }
  await writeFile(join(at, 'config.yml'), JSON.stringify(settings))
  const child = spawn('docker-registry', ['serve', join(at, 'config.yml')], { stdio: 'ignore' })
  const close = async () => void child.kill('SIGKILL')
  try {
    for (let tries = 0; !(await fetch(`http://${host}/v2/`).catch(() => null))?.ok; tries++) {
      if (child.exitCode !== null || tries > 100) throw new Error('docker-registry did not start')
      await pause(100)
    }
    const archive = join(work, 'image.tar')
    const directories = []
    for (const [number, layer] of LAYERS.entries()) {
      directories.push(join(work, `layer-${number}`))
      await mkdir(directories.at(-1))
      await fill(directories.at(-1), layer)
    }
    await dockerArchive(archive, { tag: 'bench:1', layers: directories, config: { Cmd: ['sh'] } })
    for (const directory of directories) await rm(directory, { recursive: true })
    await run('skopeo', ['--insecure-policy', '--tmpdir', work, 'copy', '--dest-tls-verify=false', `docker-archive:${archive}`, `docker://${host}/bench:1`])
    await rm(archive)
  } catch (error) {
    await close()
    throw error
  }
  return { host, image: `${host}/bench:1`, close }
}

async function packedBytes({ host }) {
  const answer = await fetch(`http://${host}/v2/bench/manifests/1`, { headers: { Accept: 'application/vnd.docker.distribution.manifest.v2+json' } })
  return (await answer.json()).layers.reduce((sum, layer) => sum + layer.size, 0)
}

async function gantry(installation, { host, image }) {
  const target = await installation.host()
  const { body: known } = await installation.call('POST', '/api/v1/registries', { host, plainHttp: true })
  let digest = ''
  return {
    name: 'gantry',
    version: `Gantry ${(await installation.call('GET', '/version')).body.version}`,
    pull: async () => void ({ digest } = await installation.finish('POST', '/api/v1/images/pull', { reference: image, hostIds: [target.id] })),
    forget: () => installation.finish('DELETE', `/api/v1/images/${digest}?hostId=${target.id}&force=true`),
    close: () => installation.call('DELETE', `/api/v1/registries/${known.id}`),
  }
}

const peer = (engine, { image }, ...options) =>
  engine && { ...engine, pull: () => engine.exec('pull', ...options, image), forget: () => engine.exec('rmi', '-f', image) }

const measure = (engines) =>
  rounds(engines, WARM_UPS, RUNS, async (engine) => {
    const from = process.hrtime.bigint()
    await engine.pull()
    const took = Number(process.hrtime.bigint() - from) / 1e9
    await engine.forget()
    await run('sync')
    return took
  })

function report(times) {
  const median = {}
  console.log(`${'engine'.padEnd(40)} ${'median'.padStart(10)} ${'fastest'.padStart(10)} ${'slowest'.padStart(10)}   ${RUNS} runs after ${WARM_UPS} warm-up`)
  for (const [engine, all] of times) {
    const sorted = all.toSorted((a, b) => a - b)
    median[engine.name] = sorted[Math.floor((sorted.length - 1) / 2)]
    const s = (value) => `${value.toFixed(2)} s`.padStart(10)
    console.log(`${`${engine.name}: ${engine.version}`.padEnd(40)} ${s(median[engine.name])} ${s(sorted[0])} ${s(sorted.at(-1))}`)
  }
  const s = (name) => (median[name] === undefined ? `${name} not installed` : `${name} ${median[name].toFixed(2)} s`)
  const ratio = median.docker === undefined ? 'n/a' : (median.gantry / median.docker).toFixed(2)
  console.log(`pull: ${['gantry', 'docker', 'podman'].map(s).join(', ')}, ratio ${ratio}`)
}

await main('pull', async () => {
  const work = await workDirectory()
  const source = await registry(work)
  atEnd(source.close)
  console.log(`The image has ${(await packedBytes(source) / 1e6).toFixed(0)} MB in ${LAYERS.length} layers.`)
  const measured = await installation()
  // Without a bridge the daemon leaves the machine's network alone, and reaches the registry on its loopback.
  const bare = ['--bridge=none', '--iptables=false', '--ip-forward=false', '--ip-masq=false']
  const makers = [
    () => gantry(measured, source),
    async () => peer(await dockerDaemon(work, [], bare), source),
    async () => peer(await podmanClient(work, []), source, '--tls-verify=false'),
  ]
  report(await measure(await enginesOf(makers)))
})
