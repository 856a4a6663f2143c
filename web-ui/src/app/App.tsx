import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { queries } from './queries';
import { router } from './router';
import { theme } from './theme';

const colors = localStorageColorSchemeManager({ key: 'gantry-colors' });

// No variables and no classes from Mantine at run time: both would be <style> elements (theme.css has them).
export function App() {
  return (
    <MantineProvider
      theme={theme}
      colorSchemeManager={colors}
      defaultColorScheme="auto"
      withCssVariables={false}
      withGlobalClasses={false}
    >
      <Notifications position="bottom-right" limit={4} />
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  );
}
