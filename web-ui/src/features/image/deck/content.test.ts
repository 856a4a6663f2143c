import { describe, expect, it } from 'vitest';
import { hex, show } from './content';

const bytes = (text: string) => new TextEncoder().encode(text);

describe('the content of a file', () => {
  it('is text when it is UTF-8, also with tabs, colours and line ends', () => {
    expect(show(bytes('größe\t\u001b[1m\r\n'), true)).toEqual({ kind: 'text', text: 'größe\t\u001b[1m\r\n' });
  });

  it('is text when only the part that is shown cuts a character', () => {
    expect(show(bytes('aß').subarray(0, 2), false)).toEqual({ kind: 'text', text: 'a' });
    expect(show(bytes('aß').subarray(0, 2), true).kind).toBe('hex');
  });

  it('is shown as hex when it is anything else', () => {
    expect(show(new Uint8Array([127, 69, 76, 70, 0]), true).kind).toBe('hex');
    expect(hex(new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 9]), 16)).toEqual([
      '00000010  7f 45 4c 46 02 01 01 00  09                       .ELF.....',
    ]);
  });
});
