import { commandLine, ShellSyntaxError, splitWords } from './shell';

test.each([
  ['nginx -g "daemon off;"', ['nginx', '-g', 'daemon off;']],
  [`sh -c 'echo "hi"'`, ['sh', '-c', 'echo "hi"']],
  ['a\\ b "c\\"d" "e\\f"', ['a b', 'c"d', 'e\\f']],
  [`'' ""`, ['', '']],
  ['  ', []],
])('%j is read as a shell reads it', (text, words) => {
  expect(splitWords(text)).toEqual(words);
});

test.each(['"open', "it's", 'end\\'])('%j is refused with a reason', (text) => {
  expect(() => splitWords(text)).toThrow(ShellSyntaxError);
});

test('words survive being quoted and split again', () => {
  const words = ['a', "b'c", '', '$x', 'new\nline', '--flag=va lue'];
  expect(splitWords(commandLine(words))).toEqual(words);
});
