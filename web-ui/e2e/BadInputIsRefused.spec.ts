import { unharmed } from './alive';
import { expect, expectRefusal, test } from './fixtures';
import { freePort } from './commands';

interface OpenApi {
  paths: Record<string, Record<string, unknown>>;
}

/** Ten levels of what nobody asked for. */
function garbage(): unknown {
  let value: unknown = { '\u0000': [null, -1e308, 'x'.repeat(300)], name: { $ref: '#' } };
  for (let level = 0; level < 10; level++)
    value = level % 2 ? [value, level] : { name: value, spec: [value] };
  return value;
}

test('every POST refuses nested garbage, an empty body and text that is no JSON', async ({
  installation,
}) => {
  const check = await unharmed(installation);
  const { paths } = await installation.ask<OpenApi>('GET', '/v3/api-docs');
  const posts = Object.keys(paths).filter((path) => paths[path]?.post);
  expect(posts.length).toBeGreaterThan(5);
  for (const path of posts) {
    const real = path.replace(/\{[^}]*\}/g, '01900000-0000-7000-8000-000000000000');
    for (const body of [garbage(), '', '{"name":', '[]']) {
      const answer = await installation.call('POST', real, { body });
      // Logging in too often is refused as such; an empty body is a fair way to ask for a join token.
      if (answer.status === 429 || (path.endsWith('/join-tokens') && body === '')) continue;
      expectRefusal(answer);
    }
  }
  await check();
});

test('a name that is taken is refused', async ({ installation, runBusybox }) => {
  await runBusybox('taken', ['sleep', '1000']);
  const check = await unharmed(installation);
  const again = await installation.call('POST', '/api/v1/containers', {
    body: {
      name: 'taken',
      hostId: (await installation.host()).id,
      spec: { image: 'busybox:e2e' },
      start: true,
    },
    headers: { Prefer: 'wait=60' },
  });
  expectRefusal(again, 'NAME_TAKEN');
  await check();
});

test('a host port that is taken is refused', async ({ installation, runBusybox }) => {
  const hostPort = await freePort();
  const ports = [{ hostPort, containerPort: 80, protocol: 'TCP' }];
  await runBusybox('holds-port', ['sleep', '1000'], { ports });
  const check = await unharmed(installation);
  const again = await installation.call('POST', '/api/v1/containers', {
    body: {
      name: 'wants-port',
      hostId: (await installation.host()).id,
      spec: { image: 'busybox:e2e', ports },
      start: true,
    },
    headers: { Prefer: 'wait=60' },
  });
  expectRefusal(again, 'PORT_TAKEN');
  await check();
});

test('an unknown field is refused by its name', async ({ installation }) => {
  const answer = await installation.call('POST', '/api/v1/containers', {
    body: { name: 'odd', spec: { image: 'busybox:e2e', priviledged: true }, start: true },
  });
  expectRefusal(answer);
  expect(JSON.stringify(answer.body)).toContain('priviledged');
});

test('a request without identity is refused', async ({ installation }) => {
  const answer = await installation.call('GET', '/api/v1/containers', {
    headers: { Authorization: 'Bearer gantry_wrong' },
  });
  expect(answer.status).toBe(401);
  expect(answer.type).toBe('application/problem+json');
});
