export type Shown = { kind: 'text'; text: string } | { kind: 'hex'; lines: string[] };

const LINE = 16;

/** Text when it is valid UTF-8 without control characters; a sequence cut at the end of a part is no fault. */
export function show(bytes: Uint8Array, whole: boolean): Shown {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: !whole });
    // eslint-disable-next-line no-control-regex
    if (!/[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/.test(text)) return { kind: 'text', text };
  } catch {
    return { kind: 'hex', lines: hex(bytes) };
  }
  return { kind: 'hex', lines: hex(bytes) };
}

/** As hexdump -C: place, sixteen bytes, and those of them that are printable ASCII. */
export function hex(bytes: Uint8Array, from = 0): string[] {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += LINE) {
    const part = [...bytes.subarray(at, at + LINE)];
    const digits = part.map((byte) => byte.toString(16).padStart(2, '0'));
    const left = digits.slice(0, 8).join(' ').padEnd(23);
    const right = digits.slice(8).join(' ').padEnd(23);
    const ascii = part
      .map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.'))
      .join('');
    lines.push(`${(from + at).toString(16).padStart(8, '0')}  ${left}  ${right}  ${ascii}`);
  }
  return lines;
}
