// A stand-in for the server while the pages are looked at: same contract (docs/api.md), same CSP, data in memory.
// node dev/mock.mjs [port]; user admin/gantry or on-call/viewer.
import { randomUUID } from 'node:crypto';
import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as data from './mock/data.mjs';
import * as deck from './mock/deck.mjs';
import { streamLog } from './mock/log.mjs';
import { act as registryAct, check as registryCheck, registries } from './mock/registries.mjs';
import { answer as repositoryAnswer } from './mock/repositories.mjs';
import * as store from './mock/store.mjs';

const dist = fileURLToPath(new URL('../dist', import.meta.url));
const listenPort = Number(process.argv[2] ?? 8099);
const CSP =
  "default-src 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'; form-action 'self'";
const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
};
const { hosts, images, containers, operations, users, tokens, audit } = data;
const sessions = new Map();
const lines = new Set();
let eventId = 0;
let deaf = false;

function tell(topic, id) {
  eventId++;
  for (const response of lines)
    response.write(`id: ${eventId}\nevent: change\ndata: ${JSON.stringify({ topic, id })}\n\n`);
}
setInterval(() => lines.forEach((response) => response.write(':\n\n')), 10_000).unref();
setInterval(() => {
  for (const host of hosts) if (host.state === 'CONNECTED') host.lastSeenAt = new Date().toISOString();
  const running = operations.find((o) => o.kind === 'image.import' && o.state === 'RUNNING');
  const step = running?.steps[1];
  if (step) {
    step.current = (step.current + 6 * 1024 ** 2) % step.total;
    tell('operations', running.id);
  }
}, 2000).unref();

const send = (response, status, body, headers = {}) => {
  const type = status >= 400 ? 'application/problem+json' : 'application/json';
  response.writeHead(status, { 'Content-Type': type, 'X-Request-Id': randomUUID(), ...headers });
  response.end(body === undefined ? undefined : JSON.stringify(body));
};
const refuse = (response, status, code, title, why, action, extra = {}) =>
  send(response, status, {
    type: `https://gantry.dev/problems/${code.toLowerCase()}`,
    title,
    status,
    detail: why,
    code,
    tried: extra.tried ?? title,
    why,
    action,
    ...extra,
  });
const page = (items, query) => {
  const from = Number(query.get('cursor') ?? 0);
  const limit = Number(query.get('limit') ?? 50);
  return {
    items: items.slice(from, from + limit),
    next: from + limit < items.length ? String(from + limit) : null,
    total: items.length,
  };
};

const showHost = (host) => {
  const mine = containers.filter((c) => c.hostId === host.id);
  return {
    ...host,
    containers: { running: mine.filter((c) => c.status?.phase === 'RUNNING').length, total: mine.length },
    images: images.filter((i) => i.hostIds.includes(host.id)).length,
  };
};
const showContainer = ({ hostId, ...container }) => {
  const { id, name, state } = hosts.find((h) => h.id === hostId);
  return { ...container, host: { id, name, state }, stale: state === 'UNREACHABLE' };
};
const usersOf = (image) => containers.filter((c) => image.references.includes(c.spec.image));
const showImage = ({ hostIds, layers: _layers, config: _config, ...image }) => ({
  ...image,
  hosts: hosts.filter((h) => hostIds.includes(h.id)).map(({ id, name }) => ({ id, name })),
  usedBy: usersOf(image).length,
});
const showUser = ({ password: _password, ...user }) => user;

function operation(kind, subject, state, by, problem) {
  const made = {
    id: randomUUID(),
    kind,
    subjectType: kind.split('.')[0],
    subjectId: subject.id ?? null,
    subjectName: subject.name,
    hostId: subject.hostId ?? null,
    state,
    steps: [],
    problem,
    hosts: [],
    createdBy: by,
    createdAt: new Date().toISOString(),
    finishedAt: state === 'RUNNING' ? null : new Date().toISOString(),
  };
  operations.unshift(made);
  tell('operations', made.id);
  return made;
}

const body = async (request) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return chunks.length === 0 ? {} : JSON.parse(Buffer.concat(chunks).toString());
};

function become(container, phase, more = {}) {
  container.status = {
    ...(container.status ??
      data.container(container.name, container.hostId, container.spec.image, {}).status),
    phase,
    problem: null,
    ...more,
  };
  container.version++;
  tell('containers', container.id);
}

function act(response, container, deed, me) {
  const now = () => new Date().toISOString();
  const taken =
    deed === 'start' &&
    containers.find(
      (c) =>
        c !== container &&
        c.hostId === container.hostId &&
        c.status?.phase === 'RUNNING' &&
        c.spec.ports.some((p) => container.spec.ports.some((q) => p.hostPort === q.hostPort)),
    );
  if (taken || container.name === 'search-2')
    return refuse(
      response,
      409,
      'PORT_TAKEN',
      'The host port is taken',
      'Port 9200 is held by process elasticsearch (pid 1811).',
      'Choose another host port, 9201 is free.',
      { tried: `Start container ${container.name}` },
    );
  if (deed === 'start')
    become(container, 'RUNNING', {
      startedAt: now(),
      finishedAt: null,
      exitCode: null,
      oomKilled: null,
      pid: 9000,
      address: '10.210.0.60',
    });
  if (deed === 'stop')
    become(container, 'EXITED', { finishedAt: now(), exitCode: 143, pid: null, address: null });
  if (deed === 'kill')
    become(container, 'EXITED', { finishedAt: now(), exitCode: 137, pid: null, address: null });
  if (deed === 'restart') become(container, 'RUNNING', { startedAt: now(), finishedAt: null });
  container.power = deed === 'start' || deed === 'restart' ? 'ON' : 'OFF';
  operation(`container.${deed}`, container, 'SUCCEEDED', me.name);
  setTimeout(() => send(response, 200, showContainer(container)), 500);
}

/** undefined for a route that does not exist. */
function lookInto(response, image, [verb, number, what], query) {
  if (verb === 'comparison') return compare(response, image, number, query);
  if (verb === 'history') return send(response, 200, deck.fileHistory(image, query.get('path'))) ?? true;
  if (verb !== 'layers') return undefined;
  if (number === undefined) return send(response, 200, deck.layers(image, images)) ?? true;
  if (what === 'files') return send(response, 200, deck.files(image, Number(number), query)) ?? true;
  const content = deck.content(image, query.get('path'), Number(number));
  if (what !== 'content' || content === null) return undefined;
  response.writeHead(200, {
    'Content-Type': 'application/octet-stream',
    'Content-Disposition': 'attachment',
  });
  response.end(content);
  return true;
}

function compare(response, image, what, query) {
  const other = images.find((i) => i.digest === query.get('with'));
  if (!other) return undefined;
  const path = query.get('path');
  const found =
    what === undefined
      ? deck.comparison(image, other)
      : what === 'files'
        ? deck.comparedFiles(image, other, query)
        : what === 'file'
          ? deck.comparedFile(image, other, path)
          : deck.textDifference();
  return found === null ? undefined : (send(response, 200, found) ?? true);
}

async function upload(request, response, query, me) {
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    await new Promise((resolve) => setTimeout(resolve, 4));
  }
  if (size === 0)
    return refuse(
      response,
      422,
      'ARCHIVE_EMPTY',
      'The archive is empty',
      'The body had 0 bytes.',
      'Upload the file that docker save wrote.',
    );
  const name = query.get('reference') || 'uploaded:latest';
  const made = operation('image.import', { name, hostId: query.get('hostId') }, 'RUNNING', me.name);
  made.steps = ['Receive archive', 'Unpack layers', 'Register'].map((step, i) => ({
    name: step,
    state: i === 0 ? 'DONE' : i === 1 ? 'RUNNING' : 'PENDING',
    current: 0,
    total: size,
    startedAt: null,
    finishedAt: null,
  }));
  let ticks = 0;
  const timer = setInterval(() => {
    made.steps[1].current = (size * ++ticks) / 8;
    if (ticks === 8) {
      clearInterval(timer);
      made.steps.forEach((step) => (step.state = 'DONE'));
      made.state = 'SUCCEEDED';
      made.finishedAt = new Date().toISOString();
      made.subjectId = images[0].digest;
      tell('images', images[0].digest);
    }
    tell('operations', made.id);
  }, 500);
  send(response, 202, made, { 'Operation-Location': `/api/v1/operations/${made.id}` });
}

/** A pull, or the push of an image: its layers stand where a picture shows them. */
async function transfer(request, response, digest, me) {
  const { reference } = await body(request);
  const partly = reference.startsWith('partly');
  const made = operation(
    digest === null ? 'image.pull' : 'image.push',
    { id: digest, name: reference },
    partly ? 'FAILED' : 'RUNNING',
    me.name,
  );
  const names = digest === null ? ['berlin-1', 'berlin-2'] : ['berlin-1'];
  const step = (name, state, current, total) => ({
    name,
    state,
    current,
    total,
    startedAt: null,
    finishedAt: null,
  });
  made.steps = names.flatMap((name, i) => [
    step(digest === null ? `look up for ${name}` : `compare with ${reference.split('/')[0]}`, 'DONE', 1, 1),
    step(`layer 1 of 2 on ${name}`, 'DONE', 29 * 1024 ** 2, 29 * 1024 ** 2),
    step(
      `layer 2 of 2 on ${name}`,
      partly ? (i ? 'FAILED' : 'DONE') : 'RUNNING',
      (i + 2) * 9e6,
      61 * 1024 ** 2,
    ),
  ]);
  const problem = {
    code: 'DISK_FULL',
    tried: `Pull image ${reference} on host berlin-2`,
    why: 'the host has 38 MB left, and the image needs 190 MB',
    action: 'Remove images that nothing uses, or give the host more room.',
  };
  if (digest === null)
    made.hosts = names.map((hostName, i) => ({
      hostId: hosts[i].id,
      hostName,
      state: partly ? (i ? 'FAILED' : 'SUCCEEDED') : 'RUNNING',
      problem: partly && i ? problem : null,
    }));
  if (partly) made.problem = { ...problem, why: `1 of 2 hosts failed. berlin-2: ${problem.why}` };
  tell('operations', made.id);
  send(response, 202, made, { 'Operation-Location': `/api/v1/operations/${made.id}` });
}

async function create(request, response, me) {
  const wish = await body(request);
  if (containers.some((c) => c.name === wish.name))
    return refuse(
      response,
      409,
      'NAME_TAKEN',
      'The name is taken',
      `A container is called ${wish.name} already.`,
      'Choose another name.',
      { tried: `Create container ${wish.name}`, fields: { name: 'is taken' } },
    );
  if (!images.some((i) => i.references.some((r) => r.endsWith(wish.spec.image))))
    return refuse(
      response,
      422,
      'IMAGE_UNKNOWN',
      'No host has this image',
      `No host has an image called ${wish.spec.image}.`,
      'Import it on the Images page, or correct its name.',
      { fields: { 'spec.image': 'no host has it' } },
    );
  const made = data.container(
    wish.name ?? 'brisk-heron',
    wish.hostId ?? hosts[0].id,
    wish.spec.image,
    { for: 1, by: me.name },
    wish.spec,
  );
  containers.unshift(made);
  operation('container.create', made, 'SUCCEEDED', me.name);
  tell('containers', made.id);
  send(response, 201, showContainer(made));
}

function joinToken(response) {
  const token = randomUUID().replaceAll('-', '');
  setTimeout(
    () => {
      hosts.push({
        ...structuredClone(hosts[2]),
        id: randomUUID(),
        name: 'hamburg-1',
        joinedAt: new Date().toISOString(),
      });
      tell('hosts', hosts.at(-1).id);
    },
    Number(process.env.JOIN_MS ?? 9000),
  ).unref();
  send(response, 201, {
    id: randomUUID(),
    token,
    expiresAt: new Date(Date.now() + 15 * 60_000).toISOString(),
    command: `gantry-agent join --server gantry.example.org:8444 --token ${token} --fingerprint SHA256:Zk0lq5a1Wb9o3xVJm5Qf0uJr7cN2eYt4dHs8pLgRkXw`,
  });
}

async function api(request, response, path, query) {
  const method = request.method;
  const cookies = Object.fromEntries(
    (request.headers.cookie ?? '').split('; ').map((pair) => pair.split('=')),
  );
  const xsrf = { 'Set-Cookie': cookies['XSRF-TOKEN'] ? [] : [`XSRF-TOKEN=${randomUUID()}; Path=/`] };
  if (method !== 'GET' && request.headers['x-xsrf-token'] !== cookies['XSRF-TOKEN'])
    return refuse(
      response,
      403,
      'CSRF',
      'The request is not from this page',
      'The XSRF header is missing or wrong.',
      'Reload the page.',
    );
  if (path === '/session' && method === 'POST') {
    const { name, password } = await body(request);
    const user = users.find((u) => u.name === name && u.password === password && u.enabled);
    if (!user)
      return refuse(
        response,
        401,
        'LOGIN_REFUSED',
        'The name or the password is wrong',
        'No enabled user has this name and password.',
        'Check both; after five wrong tries you have to wait a minute.',
      );
    const id = randomUUID();
    sessions.set(id, user);
    return send(
      response,
      200,
      { user: { id: user.id, name, role: user.role }, expiresAt: data.at(-8 * 3600) },
      { 'Set-Cookie': `SESSION=${id}; Path=/; HttpOnly; SameSite=Strict` },
    );
  }
  const me = sessions.get(cookies.SESSION);
  if (!me)
    return send(
      response,
      401,
      { title: 'You are not logged in', status: 401, code: 'LOGIN_NEEDED', detail: 'No session.' },
      xsrf,
    );
  if (path === '/session') {
    if (method === 'DELETE') sessions.delete(cookies.SESSION);
    return method === 'DELETE'
      ? send(response, 204)
      : send(
          response,
          200,
          { user: { id: me.id, name: me.name, role: me.role }, expiresAt: data.at(-8 * 3600) },
          xsrf,
        );
  }
  if (path === '/events') {
    if (deaf) return request.socket.destroy();
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
    response.write(':\n\n');
    lines.add(response);
    return request.on('close', () => lines.delete(response));
  }
  const [, noun, id, verb] = path.split('/');
  const q = (query.get('q') ?? '').toLowerCase();
  const none = () =>
    refuse(
      response,
      404,
      'NOT_FOUND',
      'It does not exist',
      `There is no ${noun} ${id}.`,
      'It may have been removed; go back to the list.',
    );
  if (noun === 'system')
    return send(response, 200, {
      version: '0.1.0',
      database: { embedded: true, version: '18.1' },
      hosts: hosts.length,
      containers: {
        running: containers.filter((c) => c.status?.phase === 'RUNNING').length,
        total: containers.length,
      },
      images: images.length,
      startedAt: data.at(12 * 86400),
    });
  if (noun === 'hosts' && id === 'join-tokens') return joinToken(response);
  if (noun === 'hosts') {
    const found = hosts.find((h) => h.id === id);
    if (id && !found) return none();
    if (method === 'PATCH') {
      found.name = (await body(request)).name;
      tell('hosts', id);
    }
    if (method === 'DELETE')
      return refuse(
        response,
        409,
        'HOST_HAS_CONTAINERS',
        'The host has containers',
        `${found.name} has ${showHost(found).containers.total} containers.`,
        'Remove them first, or choose to forget the host with them.',
      );
    return id
      ? send(response, 200, showHost(found), { ETag: `"${found.version}"` })
      : send(
          response,
          200,
          page(
            hosts
              .filter((h) => h.name.includes(q) && (!query.get('state') || h.state === query.get('state')))
              .map(showHost),
            query,
          ),
        );
  }
  if (noun === 'images' && id === 'disk') {
    const asked = hosts.filter((host) => !query.get('hostId') || host.id === query.get('hostId'));
    return send(response, 200, { hosts: asked.map((host) => store.disk(host, images, usersOf)) });
  }
  if (noun === 'images' && id === 'uploads')
    return send(response, 200, [
      {
        id: 'u1',
        fileName: 'warehouse-2026-05.tar.gz',
        sizeBytes: 11.4 * 1024 ** 3,
        receivedBytes: 7.1 * 1024 ** 3,
        modifiedMs: 1,
        startedAt: data.at(5400),
        expiresAt: data.at(-86400),
        operationId: null,
      },
    ]);
  if (noun === 'images' && id === 'prune') {
    if (method === 'GET') return send(response, 200, store.pruned(verb));
    const wanted = await body(request);
    if (verb === 'preview') {
      const asked = hosts.filter((host) => wanted.hostIds.length === 0 || wanted.hostIds.includes(host.id));
      return send(response, 200, store.plan(asked, images, usersOf, wanted.rules));
    }
    return send(response, 202, { ...operations[0], id: store.prune(hosts, wanted) });
  }
  if (noun === 'images') {
    if (method === 'POST' && id === undefined) return upload(request, response, query, me);
    if (id === 'assembly')
      return send(
        response,
        200,
        verb === 'files'
          ? deck.files(images[0], Number(query.get('number')), query)
          : deck.assembly(images, hosts, query.get('layers')),
      );
    if (method === 'POST' && (verb === 'push' || id === 'pull'))
      return transfer(request, response, verb === 'push' ? id : null, me);
    const found = images.find((i) => i.digest === id);
    if (id && !found) return none();
    if (verb === 'references') {
      const name = method === 'POST' ? (await body(request)).reference : query.get('reference');
      if (method === 'POST') found.references.push(`docker.io/${name}`);
      else found.references = found.references.filter((each) => each !== name);
      tell('images', id);
      return send(response, 200, showImage(found));
    }
    if (id && verb) return lookInto(response, found, path.split('/').slice(3), query) ?? none();
    if (method === 'DELETE')
      return refuse(
        response,
        409,
        'IMAGE_IN_USE',
        'Containers use the image',
        `${usersOf(found).length} containers were made from it.`,
        'Remove them first.',
      );
    if (id)
      return send(response, 200, {
        ...showImage(found),
        layers: found.layers,
        config: found.config,
        usedBy: usersOf(found).map((c) => ({ id: c.id, name: c.name, hostName: showContainer(c).host.name })),
      });
    return send(
      response,
      200,
      page(
        images
          .map(showImage)
          .filter(
            (i) =>
              i.references.some((r) => r.includes(q)) &&
              (!query.get('hostId') || i.hosts.some((h) => h.id === query.get('hostId'))) &&
              (query.get('unused') !== 'true' || i.usedBy === 0),
          ),
        query,
      ),
    );
  }
  if (noun === 'files')
    return send(
      response,
      200,
      deck.find(images, containers, (host) => hosts.find((h) => h.id === host), query.get('q')),
    );
  if (noun === 'containers') {
    if (!id)
      return method === 'POST'
        ? create(request, response, me)
        : send(
            response,
            200,
            page(
              containers
                .map(showContainer)
                .filter(
                  (c) =>
                    (c.name + c.spec.image).includes(q) &&
                    (!query.get('hostId') || c.host.id === query.get('hostId')) &&
                    (!query.get('phase') || c.status?.phase === query.get('phase')),
                ),
              query,
            ),
          );
    const found = containers.find((c) => c.id === id);
    if (!found) return none();
    if (verb === 'inspect')
      return send(response, 200, {
        id: found.id.replaceAll('-', ''),
        bundle: `/var/lib/gantry/engine/containers/${found.id.replaceAll('-', '')}`,
        spec: found.spec,
        state: found.status,
        mounts: [{ type: 'overlay', lower: ['l0', 'l1'], upper: 'upper', target: '/' }],
        runtime: { name: 'crun', version: '1.8.1' },
        cgroup: `/gantry/${found.id.replaceAll('-', '')}`,
      });
    if (verb === 'layers' || verb === 'history') {
      const image = images.find((i) => i.references.some((r) => r.endsWith(found.spec.image))) ?? images[0];
      return lookInto(response, deck.written(image), path.split('/').slice(3), query) ?? none();
    }
    if (verb === 'logs') return streamLog(request, response, query, found);
    if (verb) return act(response, found, verb, me);
    if (method === 'DELETE') {
      if (found.status?.phase === 'RUNNING' && query.get('force') !== 'true')
        return refuse(
          response,
          409,
          'CONTAINER_RUNS',
          'The container runs',
          `${found.name} is running.`,
          'Stop it first, or tick “kill it first”.',
          { tried: `Remove container ${found.name}` },
        );
      containers.splice(containers.indexOf(found), 1);
      operation('container.remove', found, 'SUCCEEDED', me.name);
      tell('containers', found.id);
      return send(response, 204);
    }
    return send(response, 200, showContainer(found));
  }
  if (noun === 'operations')
    return id
      ? send(
          response,
          200,
          operations.find((o) => o.id === id),
        )
      : send(
          response,
          200,
          page(
            operations.filter((o) => !query.get('subjectId') || o.subjectId === query.get('subjectId')),
            query,
          ),
        );
  if (noun === 'registries') {
    if (method === 'GET') return send(response, 200, page(registries, query));
    if (verb === 'check') {
      const { hostIds } = await body(request);
      const asked = hosts.filter((h) =>
        hostIds.length > 0 ? hostIds.includes(h.id) : h.state === 'CONNECTED',
      );
      return send(response, 200, registryCheck(asked));
    }
    const { status, answer } = registryAct(method, id, await body(request));
    tell('registries', id ?? 'new');
    return send(response, status, answer);
  }
  if (noun === 'repositories') {
    const [, , , , sub] = path.split('/');
    const found = repositoryAnswer(id, verb, sub, query);
    if (method === 'DELETE') return send(response, 204);
    return found === null ? none() : send(response, 200, found);
  }
  if (noun === 'tokens') {
    const found = tokens.find((t) => t.id === id);
    if (method === 'DELETE') found.revokedAt = new Date().toISOString();
    if (method !== 'POST')
      return method === 'DELETE' ? send(response, 204) : send(response, 200, page(tokens, query));
    const { name, expiresInDays } = await body(request);
    const made = {
      id: randomUUID(),
      name,
      prefix: 'gantry_n3wt',
      createdAt: new Date().toISOString(),
      expiresAt: data.at(-86400 * expiresInDays),
      lastUsedAt: null,
      revokedAt: null,
      userName: me.name,
    };
    tokens.unshift(made);
    return send(response, 201, { ...made, secret: `gantry_n3wt${randomUUID().replaceAll('-', '')}` });
  }
  if (noun === 'users') {
    const found = users.find((u) => u.id === id);
    if (method === 'POST') {
      users.push({
        id: randomUUID(),
        enabled: true,
        createdAt: new Date().toISOString(),
        lastLoginAt: null,
        version: 1,
        ...(await body(request)),
      });
      return send(response, 201, showUser(users.at(-1)));
    }
    if (id && !found) return none();
    if (method === 'PATCH') Object.assign(found, await body(request), { version: found.version + 1 });
    if (method === 'DELETE') users.splice(users.indexOf(found), 1);
    if (method === 'DELETE') return send(response, 204);
    return id ? send(response, 200, showUser(found)) : send(response, 200, page(users.map(showUser), query));
  }
  if (noun === 'audit')
    return send(
      response,
      200,
      page(
        audit.filter(
          (a) =>
            a.actor.includes(query.get('actor') ?? '') &&
            a.action.includes(query.get('action') ?? '') &&
            (a.subjectName ?? '').includes(query.get('subject') ?? ''),
        ),
        query,
      ),
    );
  return none();
}

function file(response, path) {
  const wanted = join(dist, normalize(path));
  const found =
    wanted.startsWith(dist) && existsSync(wanted) && statSync(wanted).isFile()
      ? wanted
      : join(dist, 'index.html');
  response.writeHead(200, {
    'Content-Type': TYPES[extname(found)] ?? 'application/octet-stream',
    'Content-Security-Policy': CSP,
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'same-origin',
  });
  createReadStream(found).pipe(response);
}

createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url, 'http://mock');
  if (pathname === '/mock/deaf') {
    deaf = searchParams.get('on') === 'true';
    if (deaf) lines.forEach((line) => line.destroy());
    return response.end(String(deaf));
  }
  if (!pathname.startsWith('/api/v1/')) return file(response, pathname);
  return api(request, response, decodeURIComponent(pathname.slice(7)), searchParams).catch((error) => {
    console.error(error);
    if (!response.headersSent)
      refuse(response, 500, 'INTERNAL', 'The server failed', String(error), 'Try again.');
  });
}).listen(listenPort, '127.0.0.1', () => console.log(`http://127.0.0.1:${listenPort}`));
