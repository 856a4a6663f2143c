import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import a11y from 'eslint-plugin-jsx-a11y';
import hooks from 'eslint-plugin-react-hooks';
import globals from 'globals';
import tseslint from 'typescript-eslint';

// Who may talk to the server, and who may look into whose folder.
const network = ['fetch', 'XMLHttpRequest', 'EventSource', 'WebSocket'].map((name) => ({
  name,
  message: 'Only *.api.ts and shared/api talk to the server.',
}));
const client = {
  group: ['@/shared/api/client', '@/shared/api/client.ts', '**/api/client'],
  message: 'Only *.api.ts talks to the server.',
};
const inside = {
  group: ['@/features/*/*'],
  message: "Another feature's inside: import from @/features/<noun>.",
};
const upwards = { group: ['@/app/*'], message: 'Features and shared code do not know the app around them.' };
const features = { group: ['@/features/*'], message: 'Shared code knows no feature.' };

export default tseslint.config(
  {
    ignores: [
      'dist',
      'target',
      'node_modules',
      'test-results',
      'playwright-report',
      'src/shared/api/schema.d.ts',
    ],
  },
  js.configs.recommended,
  {
    files: ['src/**/*.{ts,tsx}'],
    extends: [
      ...tseslint.configs.strictTypeChecked,
      hooks.configs.flat['recommended-latest'],
      a11y.flatConfigs.recommended,
    ],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      'no-restricted-globals': ['error', ...network],
      'no-restricted-imports': ['error', { patterns: [client, inside, upwards] }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      '@typescript-eslint/only-throw-error': 'off',
      // Lists and search fields open with the caret where typing is expected, in dialogs only.
      'jsx-a11y/no-autofocus': 'off',
      // The roles are spelled out where CSS display would drop them.
      'jsx-a11y/no-redundant-roles': 'off',
      'jsx-a11y/no-interactive-element-to-noninteractive-role': 'off',
      // useVirtualizer keeps its state to itself; the compiler leaves such a component alone.
      'react-hooks/incompatible-library': 'off',
      'max-lines': ['error', { max: 400 }],
    },
  },
  {
    files: ['src/shared/**/*.{ts,tsx}'],
    rules: { 'no-restricted-imports': ['error', { patterns: [client, features, upwards] }] },
  },
  {
    files: ['src/**/*.api.ts', 'src/shared/api/**/*.ts'],
    rules: {
      'no-restricted-globals': 'off',
      'no-restricted-imports': ['error', { patterns: [inside, upwards] }],
    },
  },
  {
    files: ['src/app/**/*.{ts,tsx}', 'src/main.tsx'],
    rules: { 'no-restricted-imports': ['error', { patterns: [client] }] },
  },
  {
    files: ['src/**/*.test.{ts,tsx}', 'src/test-setup.ts'],
    rules: { 'no-restricted-globals': 'off', 'no-restricted-imports': 'off' },
  },
  {
    files: ['dev/**/*.mjs', '*.js', 'public/*.js'],
    rules: {
      'no-unused-vars': ['error', { varsIgnorePattern: '^_', argsIgnorePattern: '^_', caughtErrors: 'none' }],
    },
    languageOptions: { globals: { ...globals.browser, ...globals.node } },
  },
  { files: ['vite.config.ts', 'e2e/**/*.ts'], extends: [...tseslint.configs.recommended] },
  prettier,
);
