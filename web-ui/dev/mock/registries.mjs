import { randomUUID } from 'node:crypto';
import { at } from './data.mjs';

const DAY = 86_400;
const registry = (host, ago, more = {}) => ({
  id: randomUUID(),
  host,
  plainHttp: false,
  authority: null,
  mirrorOf: null,
  tokenHosts: [],
  username: null,
  createdAt: at(ago),
  version: 1,
  ...more,
});

export const registries = [
  registry('ghcr.io', 80 * DAY, { username: 'acme-bot' }),
  registry('harbor.example.com:8443', 41 * DAY, {
    username: 'robot$pull',
    authority: '-----BEGIN CERTIFICATE-----\nMIIB…\n-----END CERTIFICATE-----\n',
    tokenHosts: ['auth.example.com'],
  }),
  registry('mirror.berlin.example.com:5000', 9 * DAY, { mirrorOf: 'docker.io', plainHttp: true }),
];

/** What a write answers; the host may be there once. */
export function act(method, id, spec) {
  const index = registries.findIndex((each) => each.id === id);
  if (method === 'DELETE') {
    registries.splice(index, 1);
    return { status: 204 };
  }
  if (registries.some((each) => each.host === spec.host && each.id !== id)) {
    const why = 'there is one with this host already';
    return {
      status: 409,
      answer: {
        title: 'The name is taken',
        status: 409,
        code: 'NAME_TAKEN',
        detail: why,
        tried: `Add registry ${spec.host}`,
        why,
        action: 'Change that one instead.',
        fields: { host: why },
      },
    };
  }
  const { secret: _secret, ...kept } = spec;
  if (method === 'POST') registries.push(registry(spec.host, 0, kept));
  else Object.assign(registries[index], kept, { version: registries[index].version + 1 });
  return {
    status: method === 'POST' ? 201 : 200,
    answer: registries[index < 0 ? registries.length - 1 : index],
  };
}

/** What hosts find: one comes in, the other one's network does not let it out. */
export const check = (hosts) => ({
  hosts: hosts.map(({ id, name }, i) => ({
    hostId: id,
    hostName: name,
    asked: true,
    reached: i % 2 === 0,
    tls: i % 2 === 0 ? 'TRUSTED' : 'UNKNOWN',
    login: i % 2 === 0 ? 'ACCEPTED' : 'UNKNOWN',
    millis: i % 2 === 0 ? 84 : 10_004,
    problem:
      i % 2 === 0
        ? null
        : {
            code: 'REGISTRY_UNREACHABLE',
            tried: 'Check the registry ghcr.io',
            why: 'HTTP connect timed out',
            action: "Check the registry's name, that the host reaches it, and try again later.",
          },
  })),
});
