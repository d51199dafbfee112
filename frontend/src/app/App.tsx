// The application put together: colours, words, data, addresses. A new person gets a new cache and a new line.
import { i18n } from '@lingui/core';
import { I18nProvider } from '@lingui/react';
import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { RouterProvider } from '@tanstack/react-router';
import type { Client } from '@urql/core';
import { Component, type ReactNode, useMemo } from 'react';
import { Provider } from 'urql';
import { createGraphqlClient } from '~/shared/graphql/client';
import type { LiveTransport } from '~/shared/graphql/live';
import { useSessionState } from '~/shared/session/useSession';
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

interface AppProps {
  router: ReturnType<typeof createAppRouter>;
  openLine: () => LiveTransport;
}

function Data({ router, openLine }: AppProps) {
  const signedOut = useSessionState() === 'signed-out';
  // signedOut is the epoch: nothing one person has read may be shown to the next.
  const client: Client = useMemo(() => createGraphqlClient(openLine()), [signedOut, openLine]);
  return (
    <Provider value={client}>
      <RouterProvider router={router} />
    </Provider>
  );
}

export function App({ router, openLine }: AppProps) {
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto" colorSchemeManager={schemes}>
      <I18nProvider i18n={i18n}>
        <Boundary>
          <Data router={router} openLine={openLine} />
        </Boundary>
        <Toasts />
      </I18nProvider>
    </MantineProvider>
  );
}
