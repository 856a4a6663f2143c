// Looking into images through the REST API: a layer of 10,000 files, two images compared, a file found in all images.
import { openAsBlob } from 'node:fs'
import { mkdtemp, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Installation } from './installation.mjs'

const RUNS = Number(process.env.RUNS ?? 10)
const FILES = Number(process.env.FILES ?? 10_000)
const FILE_BYTES = 1024
const BLOCK = 512

/** A member's header, POSIX.1-1988 (ustar). */
function header(name, bytes, type) {
  const block = Buffer.alloc(BLOCK)
  block.write(name, 0, 100)
  block.write(type === '5' ? '0000755\0' : '0000644\0', 100)
  block.write('0000000\0', 108)
  block.write('0000000\0', 116)
  block.write(`${bytes.toString(8).padStart(11, '0')}\0`, 124)
  block.write('00000000000\0', 136)
  block.write('        ', 148)
  block.write(type, 156)
  block.write('ustar\x0000', 257)
  block.write(`${block.reduce((sum, byte) => sum + byte, 0).toString(8).padStart(6, '0')}\0 `, 148)
  return block
}

/** A root file system as an archive; of two with different seeds every tenth file differs. */
async function rootFileSystem(file, seed) {
  const out = await open(file, 'w')
  const parts = [header('bin/', 0, '5'), header('etc/', 0, '5')]
  for (let number = 0; number < FILES; number++) {
    const content = Buffer.alloc(FILE_BYTES, `${number % 10 === 0 ? seed : 0} ${number} `)
    parts.push(header(`usr/lib/d${Math.floor(number / 100)}/module_${number}.py`, FILE_BYTES, '0'), content)
    if (parts.length > 2000) await out.write(Buffer.concat(parts.splice(0)))
  }
  parts.push(Buffer.alloc(2 * BLOCK))
  await out.write(Buffer.concat(parts))
  await out.close()
}

const median = (all) => all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)]

/** @returns {Promise<{first: number, usual: number}>} milliseconds */
async function time(work) {
  const times = []
  for (let run = 0; run <= RUNS; run++) {
    const from = process.hrtime.bigint()
    await work()
    times.push(Number(process.hrtime.bigint() - from) / 1e6)
  }
  return { first: times[0], usual: median(times.slice(1)) }
}

const work = await mkdtemp('/tmp/gantry-bench-')
const installation = await Installation.runningOrOwn(process.env.GANTRY_HOME)
const host = await installation.host()
const digests = []
try {
  for (const seed of [1, 2]) {
    const archive = join(work, `${seed}.tar`)
    await rootFileSystem(archive, seed)
    const query = new URLSearchParams({ hostId: host.id, reference: `gantry-bench-deck:${seed}` })
    digests.push((await installation.finish('POST', `/api/v1/images?${query}`, await openAsBlob(archive))).digest)
  }
  const get = (path) => () => installation.call('GET', `/api/v1${path}`)
  const [one, other] = digests
  const measured = {
    'open the layer': await time(get(`/images/${one}/layers`)),
    'list its root': await time(get(`/images/${one}/layers/0/files`)),
    'filter by name': await time(get(`/images/${one}/layers/0/files?below=true&q=module_77`)),
    'find a path': await time(get('/files?q=module_777')),
    'compare': await time(get(`/images/${one}/comparison?with=${other}`)),
    'list what differs': await time(get(`/images/${one}/comparison/files?below=true&limit=200&with=${other}`)),
  }
  console.log(`${`${FILES} files in each image`.padEnd(28)} ${'first'.padStart(10)} ${'median'.padStart(10)}   ${RUNS} runs after the first`)
  const ms = (value) => `${value.toFixed(1)} ms`.padStart(10)
  for (const [name, { first, usual }] of Object.entries(measured)) console.log(`${name.padEnd(28)} ${ms(first)} ${ms(usual)}`)
  console.log(`deck: ${Object.entries(measured).map(([name, { first }]) => `${name} ${first.toFixed(0)} ms`).join(', ')}`)
} finally {
  for (const digest of digests) await installation.finish('DELETE', `/api/v1/images/${digest}?hostId=${host.id}&force=true`)
  await installation.close()
  await rm(work, { recursive: true, force: true })
}
