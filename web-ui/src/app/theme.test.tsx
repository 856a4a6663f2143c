import { MantineProvider } from '@mantine/core';
import { render } from '@testing-library/react';
import { theme } from './theme';

// The page's CSP forbids <style> elements, so the theme's variables are a file. `npm run theme` writes it anew.
test('theme.css holds exactly the variables that Mantine would put into a style element', async () => {
  render(
    <MantineProvider theme={theme} withGlobalClasses={false}>
      <p />
    </MantineProvider>,
  );
  const css = [...document.querySelectorAll('style[data-mantine-styles]')]
    .map((s) => s.textContent)
    .join('\n');
  await expect(css.replaceAll(';', ';\n').replaceAll('{', '{\n') + '\n').toMatchFileSnapshot('./theme.css');
});

test('the provider as the app uses it makes no style element', () => {
  render(
    <MantineProvider theme={theme} withCssVariables={false} withGlobalClasses={false}>
      <p />
    </MantineProvider>,
  );
  expect(document.querySelectorAll('style')).toHaveLength(0);
});
