import { describe, expect, it } from 'vitest';
import { ancestorsOf, modeText, nameOf, parentOf, shown } from './paths';

describe('paths of an image', () => {
  it('show bytes that are no text so that nobody takes them for others', () => {
    expect(shown('100%25/a%0Ab%FF')).toBe('100%/a\\x0ab\\xff');
  });

  it('know their names and the directories above them', () => {
    expect(nameOf('a/b/c')).toBe('c');
    expect(parentOf('a/b/c')).toBe('a/b');
    expect(parentOf('a')).toBe('');
    expect(ancestorsOf('a/b/c')).toEqual(['', 'a', 'a/b']);
  });

  it('have modes as ls writes them', () => {
    expect(modeText('755')).toBe('rwxr-xr-x');
    expect(modeText('4755')).toBe('rwsr-xr-x');
    expect(modeText('1777')).toBe('rwxrwxrwt');
    expect(modeText('2640')).toBe('rw-r-S---');
  });
});
