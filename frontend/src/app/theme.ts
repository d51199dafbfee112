// The look of Mufakat as Mantine tokens: deep sea teal for authority, turmeric for attention, paper for calm.
import { createTheme, type MantineColorsTuple } from '@mantine/core';

const laut: MantineColorsTuple = [
  '#e8f4f4', '#d0e6e7', '#a5ced1', '#76b4b9', '#4f9ea5', '#318a92', '#1a7480', '#0e5f6b', '#0b4f59', '#0b3d45',
];
const kunyit: MantineColorsTuple = [
  '#fff7e3', '#ffecc4', '#fbd98a', '#f6c552', '#f0b740', '#d99a1c', '#b67c10', '#8f5f0b', '#6f4a0b', '#513607',
];
const bata: MantineColorsTuple = [
  '#fdeeec', '#f9d9d5', '#f0b0a8', '#e68579', '#dd6252', '#cf4434', '#b23123', '#93261a', '#741e15', '#561610',
];

/** Mantine draws its dark surfaces with these: sea-tinted instead of grey. */
const dark: MantineColorsTuple = [
  '#e4ecec', '#c2cfd1', '#a9b8ba', '#7f9296', '#4b5d61', '#2a393d', '#1d2a2e', '#172225', '#121b1e', '#0f1719',
];

export const theme = createTheme({
  colors: { laut, kunyit, bata, dark },
  primaryColor: 'laut',
  primaryShade: { light: 7, dark: 6 },
  autoContrast: true,
  fontFamily: '"Plus Jakarta Sans Variable", system-ui, -apple-system, "Segoe UI", Roboto, sans-serif',
  headings: {
    fontFamily: '"Plus Jakarta Sans Variable", system-ui, sans-serif',
    fontWeight: '700',
  },
  defaultRadius: 'md',
  focusRing: 'auto',
  cursorType: 'pointer',
  components: {
    // By name and not by import: an imported Modal would be loaded before the first task is seen.
    Button: { defaultProps: { size: 'md' } },
    Modal: { defaultProps: { centered: true, radius: 'lg' } },
    NativeSelect: { defaultProps: { size: 'md' } },
  },
});
