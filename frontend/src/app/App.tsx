// The application put together: colours, words, addresses. Data comes with a signed-in person (SignedIn).
import { i18n } from '@lingui/core';
import { I18nProvider } from '@lingui/react';
import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { RouterProvider } from '@tanstack/react-router';
import { Component, type ReactNode } from 'react';
import { Toasts } from '~/shared/ui/Toasts';
import { Crash } from './Crash';
import type { createAppRouter } from './router';
import { theme } from './theme';

const schemes = localStorageColorSchemeManager({ key: 'mufakat.scheme' });

class Boundary extends Component<{ children: ReactNode }, { broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError(): { broken: boolean } {
    return { broken: true };
  }

  override render(): ReactNode {
    return this.state.broken ? <Crash /> : this.props.children;
  }
}

export function App({ router }: { router: ReturnType<typeof createAppRouter> }) {
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto" colorSchemeManager={schemes}>
      <I18nProvider i18n={i18n}>
        <Boundary>
          <RouterProvider router={router} />
        </Boundary>
        <Toasts />
      </I18nProvider>
    </MantineProvider>
  );
}
