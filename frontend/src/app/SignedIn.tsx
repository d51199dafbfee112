// What a signed-in person has around every screen: their data and live line, and the frame. It is taken down when they sign out,
// so that nothing one person has read can be shown to the next.
import { useContext, useMemo } from 'react';
import { Provider } from 'urql';
import { createGraphqlClient } from '~/shared/graphql/client';
import { LineContext } from '~/shared/graphql/live';
import { Shell } from './Shell';

export default function SignedIn() {
  const openLine = useContext(LineContext);
  const client = useMemo(() => createGraphqlClient(openLine()), [openLine]);
  return (
    <Provider value={client}>
      <Shell />
    </Provider>
  );
}
