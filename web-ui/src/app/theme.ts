import { createTheme, type MantineColorsTuple } from '@mantine/core';

// Deep water, the colour that is Gantry's own; indices 6 and 7 carry white text.
const tide: MantineColorsTuple = [
  '#e8f5f8',
  '#cbe7ed',
  '#9dd1db',
  '#6bb9c8',
  '#45a6b8',
  '#2a8fa3',
  '#1a7b8f',
  '#0f6577',
  '#0a5261',
  '#063d49',
];
const dark: MantineColorsTuple = [
  '#d5dde4',
  '#b4c0ca',
  '#93a2ae',
  '#4b5965',
  '#33404b',
  '#26313a',
  '#1a232a',
  '#12191e',
  '#0d1317',
  '#090d10',
];
const gray: MantineColorsTuple = [
  '#f6f8f9',
  '#eef1f4',
  '#e3e8ec',
  '#d3dae0',
  '#bcc6ce',
  '#98a5b0',
  '#64727e',
  '#485560',
  '#323d46',
  '#1d262d',
];

const red: MantineColorsTuple = [
  '#fdeceb',
  '#f9d3d1',
  '#f2a9a5',
  '#ec7c76',
  '#e5544d',
  '#d93d36',
  '#c92f2f',
  '#b32727',
  '#981f1f',
  '#7d1717',
];

// Mantine's <header> in a dialog would be a second banner to a screen reader.
const dialog = {
  lockScroll: false,
  closeButtonProps: { 'aria-label': 'Close' },
  attributes: { header: { role: 'presentation' } },
};

export const theme = createTheme({
  primaryColor: 'tide',
  primaryShade: { light: 7, dark: 6 },
  colors: { tide, dark, gray, red },
  fontFamily: "'IBM Plex Sans', system-ui, sans-serif",
  fontFamilyMonospace: "'IBM Plex Mono', ui-monospace, monospace",
  headings: { fontFamily: "'IBM Plex Sans', system-ui, sans-serif", fontWeight: '600' },
  defaultRadius: 'md',
  cursorType: 'pointer',
  focusRing: 'auto',
  respectReducedMotion: true,
  components: {
    // Mantine locks scrolling by a <style> element, which the page's CSP forbids; global.css does it.
    Modal: {
      defaultProps: {
        ...dialog,
        centered: true,
        radius: 'lg',
        overlayProps: { blur: 2, backgroundOpacity: 0.4 },
      },
    },
    Drawer: { defaultProps: { ...dialog, overlayProps: { backgroundOpacity: 0.3 } } },
    Tooltip: {
      defaultProps: { withArrow: true, openDelay: 300, events: { hover: true, focus: true, touch: false } },
    },
    Select: { defaultProps: { allowDeselect: false, checkIconPosition: 'right' } },
    Button: { defaultProps: { size: 'sm' } },
  },
});
