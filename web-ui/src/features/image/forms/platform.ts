/** Those that images are made for most; any other can be typed. */
export const PLATFORMS = [
  'linux/amd64',
  'linux/arm64',
  'linux/arm/v7',
  'linux/arm/v6',
  'linux/386',
  'linux/ppc64le',
  'linux/riscv64',
  'linux/s390x',
  'windows/amd64',
];

/** As the server takes it: system, perhaps its version, architecture, perhaps its variant. */
const PLATFORM = /^[a-z0-9]{1,32}(\([0-9.]{1,64}\))?\/[a-z0-9_-]{1,32}(\/[a-z0-9.]{1,32})?$/i;

export function platformProblem(text: string): string | null {
  return text === '' || PLATFORM.test(text) ? null : 'As in linux/arm/v7 or windows(10.0.20348)/amd64';
}
