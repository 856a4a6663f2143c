// The engines that run beside Gantry: each apart from what else this machine does with it, each cleaned up.
import { execFile, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { cp, mkdir, readFile, readlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

export const run = promisify(execFile)

export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

async function installed(program, ...args) {
  try {
    const { stdout } = await run(program, args)
    return stdout.trim().split('\n')[0]
  } catch {
    return null
  }
}

/** The distribution's own client, also when another one stands before it on the PATH. */
const dockerClient = () => (existsSync('/usr/bin/docker') ? '/usr/bin/docker' : 'docker')

/** A network namespace keeps the peers' bridges and firewall rules away from the machine's. */
export async function privateNetwork(name) {
  await run('ip', ['netns', 'add', name])
  await run('ip', ['-n', name, 'link', 'set', 'lo', 'up'])
  return { enter: ['nsenter', `--net=/run/netns/${name}`, '--'], remove: () => run('ip', ['netns', 'delete', name]) }
}

async function ended(child, ms) {
  if (child.exitCode !== null || child.signalCode !== null) return true
  return Promise.race([new Promise((resolve) => child.once('exit', () => resolve(true))), pause(ms).then(() => false)])
}

/**
 * A daemon with directories of its own, once it answers; null where it is not installed.
 *
 * @param {string[]} enter words before each program, such as a network namespace's
 * @param {string[]} options the daemon's
 */
export async function dockerDaemon(work, enter, options = []) {
  const daemon = await installed('dockerd', '--version')
  if (!daemon) return null
  const at = join(work, 'docker')
  await mkdir(at)
  const socket = `unix://${at}/docker.sock`
  const [program, ...words] = [...enter, 'dockerd', '--data-root', `${at}/data`, '--exec-root', `${at}/run`, '-H', socket, '--pidfile', `${at}/pid`, ...options]
  const child = spawn(program, words, { stdio: 'ignore' })
  const [client, ...clientWords] = [...enter, dockerClient(), '-H', socket]
  const exec = (...args) => run(client, [...clientWords, ...args])
  const close = async () => {
    child.kill('SIGTERM')
    if (!(await ended(child, 20_000))) child.kill('SIGKILL')
  }
  try {
    for (let tries = 0; ; tries++) {
      if (child.exitCode !== null) throw new Error('dockerd ended while it started')
      if (await exec('version').catch(() => null)) break
      if (tries > 150) throw new Error('dockerd did not answer within 30 s')
      await pause(200)
    }
  } catch (error) {
    await close()
    throw error
  }
  return { name: 'docker', version: daemon.replace(/^Docker version /, 'Docker ').replace(/,.*/, ''), exec, close }
}

export async function docker(work, network, archive, image) {
  const { exec, ...daemon } = (await dockerDaemon(work, network.enter)) ?? {}
  if (!exec) return null
  try {
    await exec('load', '-i', archive)
  } catch (error) {
    await daemon.close()
    throw error
  }
  return {
    ...daemon,
    start: async (container) => void (await exec('run', '-d', '--name', container, image, 'sleep', '1000')),
    remove: (container) => exec('rm', '-f', container),
  }
}

/** podman with directories of its own; null where it is not installed. */
export async function podmanClient(work, enter) {
  const version = await installed('podman', '--version')
  if (!version) return null
  const at = join(work, 'podman')
  await mkdir(join(at, 'net'), { recursive: true })
  // Hard limits can't be raised everywhere; these are below them.
  await writeFile(join(at, 'containers.conf'), '[containers]\ndefault_ulimits = ["nofile=20000:20000","nproc=1000:1000"]\n')
  const env = { ...process.env, CONTAINERS_CONF: join(at, 'containers.conf') }
  const own = ['--root', join(at, 'data'), '--runroot', join(at, 'run'), '--tmpdir', join(at, 'tmp'), '--network-config-dir', join(at, 'net')]
  const runtime = await usableRuntime()
  const [client, ...words] = [...enter, 'podman', ...own, '--runtime', runtime, '--cgroup-manager', 'cgroupfs', '--events-backend', 'file']
  const exec = (...args) => run(client, [...words, ...args], { env })
  return {
    name: 'podman',
    version: `${version.replace('podman version', 'Podman')} with ${runtime}`,
    exec,
    close: () => exec('rm', '-f', '-a', '-t', '0').catch(() => undefined),
  }
}

export async function podman(work, network, archive, image) {
  const { exec, ...client } = (await podmanClient(work, network.enter)) ?? {}
  if (!exec) return null
  await exec('load', '-i', archive)
  return {
    ...client,
    start: async (container) => void (await exec('run', '-d', '--name', container, image, 'sleep', '1000')),
    remove: (container) => exec('rm', '-f', '-t', '0', container),
  }
}

/** Where a cgroup2 hierarchy is mounted beside v1 controllers, which crun refuses. */
async function cgroup2BesideV1() {
  const mounts = (await readFile('/proc/self/mounts', 'utf8')).split('\n').map((line) => line.split(' '))
  return mounts.some(([, , type]) => type === 'cgroup') ? mounts.filter(([, , type]) => type === 'cgroup2').map(([, path]) => path) : []
}

/** crun where it works as podman calls it, otherwise runc. */
async function usableRuntime() {
  return (await cgroup2BesideV1()).length === 0 && (await installed('crun', '--version')) ? 'crun' : 'runc'
}

/** A mount namespace without some mounts, as Gantry's agent makes one for crun; it lives as long as its process. */
async function viewWithout(paths) {
  const child = spawn('unshare', ['--mount', '--propagation', 'slave', 'sleep', '3600'], { stdio: 'ignore' })
  const close = async () => void child.kill('SIGKILL')
  const ours = await readlink('/proc/self/ns/mnt')
  try {
    for (let tries = 0; (await readlink(`/proc/${child.pid}/ns/mnt`)) === ours; tries++) {
      if (tries > 100) throw new Error('unshare made no mount namespace')
      await pause(20)
    }
    const enter = ['nsenter', `--mount=/proc/${child.pid}/ns/mnt`, '--']
    for (const path of paths) await run(enter[0], [...enter.slice(1), 'umount', path])
    return { enter, close }
  } catch (error) {
    await close()
    throw error
  }
}

/** The bare OCI runtime, without network, log or anything else. */
export async function rawRuntime(work, rootfs, runtime) {
  const version = await installed(runtime, '--version')
  if (!version) return null
  const at = join(work, 'raw')
  const root = join(at, 'state')
  await mkdir(join(at, 'bundle'), { recursive: true })
  await cp(rootfs, join(at, 'bundle', 'rootfs'), { recursive: true, verbatimSymlinks: true })
  await run(runtime, ['spec'], { cwd: join(at, 'bundle') })
  const spec = JSON.parse(await readFile(join(at, 'bundle', 'config.json'), 'utf8'))
  spec.process.terminal = false
  spec.process.args = ['/bin/sleep', '1000']
  await writeFile(join(at, 'bundle', 'config.json'), JSON.stringify(spec))
  const hidden = runtime === 'crun' ? await cgroup2BesideV1() : []
  const view = hidden.length > 0 ? await viewWithout(hidden) : { enter: [], close: async () => undefined }
  const [program, ...words] = [...view.enter, runtime]
  const start = (container) =>
    new Promise((resolve, reject) => {
      const child = spawn(program, [...words, '--root', root, 'run', '-d', '--bundle', join(at, 'bundle'), container], { stdio: 'ignore' })
      child.once('error', reject)
      child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`${runtime} run ended with ${code}`))))
    })
  return {
    name: 'raw runtime',
    version: version.replace(' version', ''),
    start,
    remove: (container) => run(program, [...words, '--root', root, 'delete', '-f', container]),
    close: view.close,
  }
}
