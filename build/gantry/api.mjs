// What the gantry script asks of the server. Usage: node api.mjs BASE HOME COMMAND ARGS…
// Prints plain lines for the script to read; a refusal is told on stderr, with exit code 1.
import { readFile } from 'node:fs/promises'
import { openAsBlob } from 'node:fs'
import { join } from 'node:path'

const [base, home, command, ...args] = process.argv.slice(2)

class Refused extends Error {
  constructor(status, problem) {
    super([problem.detail ?? problem.title ?? `The server answered ${status}.`, problem.action].filter(Boolean).join('\n  '))
    this.status = status
    this.code = problem.code
  }
}

async function call(method, path, { body, stream, headers = {} } = {}) {
  const token = (await readFile(join(home, 'server', 'token'), 'utf8')).trim()
  const response = await fetch(base + path, {
    method,
    headers: {
      Authorization: `Bearer ${token}`,
      Accept: 'application/json',
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
      ...(stream !== undefined && { 'Content-Type': 'application/octet-stream' }),
      ...headers,
    },
    body: stream ?? (body === undefined ? undefined : JSON.stringify(body)),
  })
  const text = await response.text()
  let answer = null
  try {
    answer = text === '' ? null : JSON.parse(text)
  } catch {
    throw new Refused(response.status, { detail: `${method} ${path} answered ${response.status} without JSON: ${text.slice(0, 200)}` })
  }
  if (response.status >= 400) throw new Refused(response.status, answer ?? {})
  return { status: response.status, body: answer }
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

/** Long work: waits for the operation's end when the server answered before it. */
async function finish(method, path, options) {
  const { status, body } = await call(method, path, { ...options, headers: { Prefer: 'wait=60' } })
  if (status !== 202) return body
  for (;;) {
    const operation = (await call('GET', `/api/v1/operations/${body.id}`)).body
    if (operation.state === 'SUCCEEDED') return operation
    if (operation.state === 'FAILED' || operation.state === 'CANCELLED') {
      throw new Refused(409, operation.problem ?? { detail: `${operation.kind} ${operation.state.toLowerCase()}.` })
    }
    await pause(250)
  }
}

/** All items of a list, page by page. */
async function all(path) {
  const items = []
  let cursor = null
  do {
    const query = new URLSearchParams({ limit: '200', ...(cursor && { cursor }) })
    const page = (await call('GET', `${path}?${query}`)).body
    items.push(...page.items)
    cursor = page.next
  } while (cursor)
  return items
}

/** The id of the host that this home's agent is, null when it has none: a server may stand alone. */
async function ownHost() {
  const text = await readFile(join(home, 'agent', 'identity', 'identity.json'), 'utf8').catch((error) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  return text === null ? null : JSON.parse(text).hostId
}

/** Works on all, a few at a time: most of a stop is its grace period. Tries all before the first failure is thrown. */
async function each(items, work) {
  const waiting = [...items]
  const failures = []
  const worker = async () => {
    for (let item = waiting.shift(); item; item = waiting.shift()) await work(item).catch((error) => failures.push(error))
  }
  await Promise.all(Array.from({ length: 8 }, worker))
  if (failures.length > 0) throw failures[0]
}

/** Only characters that a terminal can't be steered with. */
const clean = (text) => String(text ?? '').replace(/[^\x20-\x7e\u00a0-\uffff]/g, '?')

const commands = {
  async admin() {
    const admin = JSON.parse(await readFile(join(home, 'server', 'admin.json'), 'utf8'))
    console.log(`${admin.name ?? admin.user} ${admin.password}`)
  },

  /** Prints token and fingerprint, one a line. */
  async 'join-token'(name) {
    const { body } = await call('POST', '/api/v1/hosts/join-tokens', { body: { name } })
    const fingerprint = / --fingerprint (\S+)/.exec(body.command)
    if (!fingerprint) throw new Error(`The join command has no fingerprint: ${body.command}`)
    console.log(body.token)
    console.log(fingerprint[1])
  },

  /** Prints the state of the home's own host, nothing when it is unknown; the server may have others. */
  async 'host-state'() {
    const hostId = await ownHost()
    const host = (await all('/api/v1/hosts')).find((h) => h.id === hostId)
    if (host) console.log(`${host.state} ${host.id} ${clean(host.name)}`)
  },

  /** Imports the welcome image and runs it on a host. */
  async welcome(hostId, archive, hostPort) {
    const reference = 'welcome:latest'
    const query = new URLSearchParams({ hostId, reference })
    await finish('POST', `/api/v1/images?${query}`, { stream: await openAsBlob(archive) })
    // One that an earlier attempt could not start is in the way of a new one, and may want another port.
    const failed = (await all('/api/v1/containers')).find((c) => c.name === 'welcome' && c.host.id === hostId)
    if (failed) await finish('DELETE', `/api/v1/containers/${failed.id}?force=true`)
    await finish('POST', '/api/v1/containers', {
      body: {
        name: 'welcome',
        hostId,
        start: true,
        spec: { image: reference, ports: [{ hostPort: Number(hostPort), containerPort: 80, protocol: 'TCP' }] },
      },
    })
  },

  /** Prints one line a container: name, host, phase, published ports. */
  async containers() {
    for (const c of await all('/api/v1/containers')) {
      const ports = (c.spec.ports ?? []).map((p) => `${p.hostPort}->${p.containerPort}`).join(',')
      console.log([c.id, c.name, c.host.name, c.stale ? 'UNKNOWN' : (c.status?.phase ?? 'PENDING'), ports].map(clean).join('\t'))
    }
  },

  /** Stops those of the home's own host. Prints how many, and how many of other hosts go on. */
  async 'stop-containers'() {
    const hostId = await ownHost()
    const running = (await all('/api/v1/containers')).filter((c) => c.power === 'ON')
    const own = running.filter((c) => c.host.id === hostId)
    await each(own, (c) => finish('POST', `/api/v1/containers/${c.id}/stop`, { body: {} }))
    console.log(`${own.length} ${running.length - own.length}`)
  },

  /** Removes those of the home's own host. Prints how many, and how many of other hosts stay. */
  async 'remove-containers'() {
    const hostId = await ownHost()
    const containers = await all('/api/v1/containers')
    const own = containers.filter((c) => c.host.id === hostId)
    await each(own, (c) => finish('DELETE', `/api/v1/containers/${c.id}?force=true`))
    console.log(`${own.length} ${containers.length - own.length}`)
  },

  async system() {
    console.log(JSON.stringify((await call('GET', '/api/v1/system')).body))
  },
}

try {
  await commands[command](...args)
} catch (error) {
  const cause = error.cause?.code ? ` (${error.cause.code})` : ''
  console.error(`${error.message}${cause}`)
  process.exit(1)
}
