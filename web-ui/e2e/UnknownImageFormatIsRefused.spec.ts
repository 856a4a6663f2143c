import { unharmed } from './alive';
import { expectRefusal, test } from './fixtures';
import { empty, noise, notAnImage } from './images';

test('bytes that are no archive are refused', async ({ installation }) => {
  const check = await unharmed(installation);
  expectRefusal(await installation.importImage(await noise(), 'noise:e2e'), 'IMAGE_FORMAT_UNKNOWN');
  await check();
});

test('an archive that holds no image is refused', async ({ installation }) => {
  const check = await unharmed(installation);
  expectRefusal(await installation.importImage(await notAnImage(), 'report:e2e'), 'IMAGE_FORMAT_UNKNOWN');
  await check();
});

test('an empty upload is refused', async ({ installation }) => {
  const check = await unharmed(installation);
  expectRefusal(await installation.importImage(await empty(), 'empty:e2e'));
  await check();
});
