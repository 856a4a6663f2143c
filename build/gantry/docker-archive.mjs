// Writes archives as `docker save` does, from root file systems that stand in directories: for benchmarks and end-to-end tests.
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { chmod, copyFile, mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const steady = ['--sort=name', '--mtime=2020-01-01 00:00:00Z', '--owner=0', '--group=0', '--numeric-owner', '--format=gnu']

export const architecture = { x64: 'amd64', arm64: 'arm64' }[process.arch] ?? process.arch

async function sha256(file) {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(file)) hash.update(chunk)
  return hash.digest('hex')
}

/**
 * @param {string} file the archive to write
 * @param {{tag: string, layers: string[], config?: object, architecture?: string}} image layers are directories, lowest first;
 *   config is the image's own (Cmd, Env, …)
 */
export async function dockerArchive(file, image) {
  const work = await mkdtemp(`${file}.`)
  try {
    const layers = []
    for (const directory of image.layers) {
      const tar = join(work, 'layer.tar')
      await run('tar', [...steady, '-C', directory, '-cf', tar, '.'])
      const digest = await sha256(tar)
      await mkdir(join(work, digest), { recursive: true })
      await rename(tar, join(work, digest, 'layer.tar'))
      layers.push(digest)
    }
    const config = JSON.stringify({
      created: '2020-01-01T00:00:00Z',
      architecture: image.architecture ?? architecture,
      os: 'linux',
      config: { Env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'], ...image.config },
      rootfs: { type: 'layers', diff_ids: layers.map((digest) => `sha256:${digest}`) },
      history: layers.map((_, index) => ({ created: '2020-01-01T00:00:00Z', created_by: `layer ${index + 1}` })),
    })
    const name = `${createHash('sha256').update(config).digest('hex')}.json`
    await writeFile(join(work, name), config)
    const manifest = [{ Config: name, RepoTags: [image.tag], Layers: layers.map((digest) => `${digest}/layer.tar`) }]
    await writeFile(join(work, 'manifest.json'), JSON.stringify(manifest))
    await run('tar', [...steady, '-C', work, '-cf', `${file}.new`, 'manifest.json', name, ...new Set(layers)])
    await rename(`${file}.new`, file)
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

/** A root file system of this machine's static busybox; needs the package busybox-static. */
export async function busyboxRoot(directory) {
  for (const path of ['bin', 'dev', 'etc', 'proc', 'root', 'sys', 'tmp', 'www']) await mkdir(join(directory, path), { recursive: true })
  await copyFile('/bin/busybox', join(directory, 'bin/busybox'))
  await chmod(join(directory, 'bin/busybox'), 0o755)
  const { stdout } = await run('/bin/busybox', ['--list'])
  for (const applet of stdout.split('\n').filter((name) => name && name !== 'busybox')) {
    await symlink('busybox', join(directory, 'bin', applet))
  }
  await writeFile(join(directory, 'etc/passwd'), 'root:x:0:0:root:/root:/bin/sh\n')
  await writeFile(join(directory, 'etc/group'), 'root:x:0:\n')
}
