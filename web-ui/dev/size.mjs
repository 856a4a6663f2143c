// Fails the build when what the browser needs first is too much (docs: 250 KB of JavaScript, gzip).
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const LIMIT = 250 * 1000;
const html = readFileSync('dist/index.html', 'utf8');
const files = [...html.matchAll(/(?:src|href)="(\/[^"]+\.js)"/g)].map(([, file]) => file);
const total = files.reduce((sum, file) => sum + gzipSync(readFileSync(`dist${file}`)).length, 0);
console.log(
  `first JavaScript: ${Math.round(total / 1000)} KB gzip in ${files.length} files (limit ${LIMIT / 1000})`,
);
if (total > LIMIT) process.exit(1);
