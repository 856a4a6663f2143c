import { unharmed } from './alive';
import { expectRefusal, test } from './fixtures';
import { otherArchitecture, truncated, wrongDigest } from './images';

test('an archive that ends too early is refused and leaves nothing', async ({ installation }) => {
  const check = await unharmed(installation);
  expectRefusal(await installation.importImage(await truncated(), 'truncated:e2e'), 'ARCHIVE_TRUNCATED');
  await check();
});

test('a layer that has another digest than the config promised is refused and leaves nothing', async ({
  installation,
}) => {
  const check = await unharmed(installation);
  expectRefusal(await installation.importImage(await wrongDigest(), 'wrong:e2e'), 'DIGEST_MISMATCH');
  await check();
});

test('an image for another architecture is refused and leaves nothing', async ({ installation }) => {
  const check = await unharmed(installation);
  expectRefusal(await installation.importImage(await otherArchitecture(), 'other:e2e'), 'PLATFORM_MISMATCH');
  await check();
});
