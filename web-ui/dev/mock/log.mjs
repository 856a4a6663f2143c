// A container's log as the server streams it: NDJSON, followed live.
const PATHS = [
  '/',
  '/cart',
  '/api/orders/8812',
  '/static/app.css',
  '/search?q=blue+lamp',
  '/healthz',
  '/checkout/confirm',
];
const E = '\u001b';

function line(i, time) {
  const stderr = i % 17 === 5;
  const texts = [
    `10.20.0.${40 + (i % 9)} - - "GET ${PATHS[i % PATHS.length]} HTTP/1.1" ${i % 13 === 0 ? 404 : 200} ${400 + ((i * 37) % 9000)} "-" "curl/8.5"`,
    `${E}[32mINFO${E}[0m  ${E}[36mo.s.checkout.Orders${E}[0m order ${8000 + i} confirmed in ${E}[1m${20 + (i % 40)} ms${E}[0m`,
    `${E}[33mWARN${E}[0m  ${E}[36mo.s.checkout.Stock${E}[0m 3 articles below their minimum: lamp-blue, chair-oak, desk-{xl}`,
  ];
  const text = stderr
    ? `[error] ${900 + i}#${900 + i}: *${i} connect() failed (111: Connection refused) while connecting to upstream`
    : texts[i % 7 === 3 ? 2 : i % 3 === 0 ? 1 : 0];
  return {
    time: time.toISOString().replace('Z', '123456Z'),
    stream: stderr ? 'stderr' : 'stdout',
    text,
    partial: false,
  };
}

export function streamLog(request, response, query, container) {
  const plain = (request.headers.accept ?? '').includes('text/plain');
  const up = container.status?.phase === 'RUNNING';
  const show = (entry) => (plain ? `${entry.text}\n` : `${JSON.stringify(entry)}\n`);
  const kept = container.name === 'web-2' ? 0 : container.name === 'web-1' ? 6200 : 400;
  const count = Math.min(kept, Number(query.get('tail') ?? kept));
  const wanted = query.get('contains')?.toLowerCase() ?? '';
  response.writeHead(200, { 'Content-Type': plain ? 'text/plain' : 'application/x-ndjson' });
  const first = Date.now() - count * 700;
  for (let i = 0; i < count; i++) {
    const entry = line(i + kept - count, new Date(first + i * 700));
    if (entry.text.toLowerCase().includes(wanted)) response.write(show(entry));
  }
  if (query.get('follow') !== 'true' || !up) return response.end();
  let i = kept;
  const timer = setInterval(() => response.write(show(line(i++, new Date()))), 900);
  return request.on('close', () => clearInterval(timer));
}
