import type { BrowserContext } from '@playwright/test';
import { test as base, expect } from '@playwright/test';
import { logIn } from './browser';
import type { Answer, Container, Problem } from './installation';
import { busybox } from './images';
import { Installation } from './installation';

interface Shared {
  /** One installation for all tests; a test leaves no container behind. After a failure the next tests get a new one. */
  installation: Installation;
  /** One login for all tests that only look: logging in is limited in rate. */
  session: BrowserContext;
}

interface Own {
  /** Makes a busybox container that is removed with the test. */
  runBusybox: (name: string, command: string[], spec?: object) => Promise<Container>;
}

export const test = base.extend<Own, Shared>({
  installation: [
    // eslint-disable-next-line no-empty-pattern -- Playwright wants the braces
    async ({}, use) => {
      const installation = await Installation.start();
      try {
        await use(installation);
      } finally {
        await installation.remove();
      }
    },
    { scope: 'worker', timeout: 300_000 },
  ],
  session: [
    async ({ browser, installation }, use) => {
      const context = await browser.newContext();
      const page = await context.newPage();
      await logIn(page, installation);
      await page.close();
      await use(context);
      await context.close();
    },
    { scope: 'worker', timeout: 300_000 },
  ],
  runBusybox: async ({ installation }, use) => {
    const made: string[] = [];
    await use(async (name, command, spec = {}) => {
      const imported = await installation.importImage(await busybox(), 'busybox:e2e');
      expect(imported.status, JSON.stringify(imported.body)).toBeLessThan(300);
      const container = await installation.create(name, { image: 'busybox:e2e', command, ...spec });
      made.push(container.id);
      return installation.phase(container.id, 'RUNNING');
    });
    for (const id of made) await installation.removeContainer(id).catch(() => undefined);
  },
});

export { expect };

/** A refusal says what was tried, why not, and what to do; it never blames the server. */
export function expectRefusal(answer: Answer<unknown>, code?: string): void {
  const problem = answer.body as Problem;
  const shown = JSON.stringify(answer);
  expect(answer.status, shown).toBeGreaterThanOrEqual(400);
  expect(answer.status, shown).toBeLessThan(500);
  expect(answer.type, shown).toBe('application/problem+json');
  expect(problem.status, shown).toBe(answer.status);
  for (const part of ['type', 'title', 'detail', 'code', 'requestId', 'tried', 'why', 'action'] as const) {
    expect(problem[part], `${part} of ${shown}`).toBeTruthy();
  }
  if (code) expect(problem.code, shown).toBe(code);
}
