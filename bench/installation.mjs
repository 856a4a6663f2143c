// A Gantry to measure: the one that runs in the given home, or one of our own that is removed afterwards.
import { execFile } from 'node:child_process'
import { readFile, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)
const script = join(dirname(dirname(fileURLToPath(import.meta.url))), 'gantry')

const freePort = () =>
  new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(String(port)))
    })
  })

export class Installation {
  constructor(home, url, token, own) {
    Object.assign(this, { home, url, token, own })
  }

  static async runningOrOwn(home) {
    const running = await status(home)
    if (running?.server?.ready && running.agent.host === 'CONNECTED') return Installation.open(home, running.server.url, false)
    const own = join(await mkdtemp('/tmp/gantry-bench-home-'), 'gantry')
    console.log(`No installation runs in ${home}: starting one of its own in ${own}.`)
    try {
      await run(script, ['up', '--home', own, '--port', await freePort(), '--agent-port', await freePort(), '--no-demo'], { maxBuffer: 1 << 26 })
    } catch (error) {
      await remove(own).catch(() => undefined)
      throw error
    }
    return Installation.open(own, (await status(own)).server.url, true)
  }

  static async open(home, url, own) {
    return new Installation(home, url, (await readFile(join(home, 'server', 'token'), 'utf8')).trim(), own)
  }

  /** One request; an archive goes as it is, everything else as JSON. */
  async call(method, path, body, headers = {}) {
    const binary = body instanceof Blob
    const response = await fetch(this.url + path, {
      method,
      headers: {
        Authorization: `Bearer ${this.token}`,
        ...(body !== undefined && { 'Content-Type': binary ? 'application/octet-stream' : 'application/json' }),
        ...headers,
      },
      body: body === undefined || binary ? body : JSON.stringify(body),
    })
    const text = await response.text()
    if (response.status >= 400) throw new Error(`${method} ${path} answered ${response.status}: ${text}`)
    return { status: response.status, body: text === '' ? null : JSON.parse(text) }
  }

  /** Long work: answers its result, waiting on the server's side. */
  async finish(method, path, body) {
    const { status, body: answer } = await this.call(method, path, body, { Prefer: 'wait=60' })
    if (status === 202) throw new Error(`${method} ${path} did not end within 60 s: ${JSON.stringify(answer)}`)
    return answer
  }

  async host() {
    const { body } = await this.call('GET', '/api/v1/hosts?state=CONNECTED')
    if (body.items.length === 0) throw new Error('No host is connected.')
    return body.items[0]
  }

  async close() {
    if (this.own) await remove(this.home)
  }
}

async function status(home) {
  // Exit code 3: something of it does not run; the text says what.
  const answer = await run(script, ['status', '--json', '--home', home]).catch((error) => error)
  return answer.stdout ? JSON.parse(answer.stdout) : null
}

async function remove(home) {
  await run(script, ['down', '--volumes', '--home', home])
  await rm(dirname(home), { recursive: true, force: true })
}
