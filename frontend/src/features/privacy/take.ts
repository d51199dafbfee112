// Everything that is kept about a person, as a file.
import { authorisedFetch } from '~/shared/graphql/client';

export async function takePerson(id: string): Promise<void> {
  const response = await authorisedFetch(`/persons/${encodeURIComponent(id)}/export`);
  if (!response.ok) throw new Error(`export refused: ${response.status}`);
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await response.blob());
  link.download = 'data-pribadi.tar.gz';
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
