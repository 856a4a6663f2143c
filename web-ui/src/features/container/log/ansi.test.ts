import { parseAnsi, plainText } from './ansi';

const E = '\u001b';

test('colours and weights become spans', () => {
  expect(parseAnsi(`${E}[32mINFO${E}[0m ready ${E}[1;31mnow${E}[22m!`)).toEqual([
    { text: 'INFO', color: 'var(--ansi-2)' },
    { text: ' ready ' },
    { text: 'now', color: 'var(--ansi-1)', bold: true },
    { text: '!', color: 'var(--ansi-1)' },
  ]);
});

test('256 and true colours are computed, not copied', () => {
  expect(parseAnsi(`${E}[38;5;196mx`)[0]?.color).toBe('rgb(255 0 0)');
  expect(parseAnsi(`${E}[48;2;1;2;3mx`)[0]?.background).toBe('rgb(1 2 3)');
  expect(parseAnsi(`${E}[38;2;999;0;0mx`)[0]?.color).toBeUndefined();
});

test.each([
  ['clipboard', `${E}]52;c;cm0gLXJm${E}\\`],
  ['title', `${E}]0;evil\u0007`],
  ['link', `${E}]8;;http://evil${E}\\`],
  ['an OSC that never ends', `${E}]52;c;AAAA`],
  ['device control', `${E}Pq#0${E}\\`],
  ['cursor', `${E}[2J${E}[H`],
  ['reset', `${E}c`],
  ['bell and backspace', '\u0007\b'],
])('a request for %s leaves nothing', (_, sequence) => {
  expect(plainText(`a${sequence}`)).toBe('a');
});

test('markup stays text', () => {
  expect(parseAnsi('<img src=x onerror=alert(1)>')).toEqual([{ text: '<img src=x onerror=alert(1)>' }]);
});
