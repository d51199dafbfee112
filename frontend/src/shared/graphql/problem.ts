// Refusals, told to people by their code: our own sentence when we have one, otherwise the server's in the language of the reader.
import { isWord, type Locale, type Text } from '~/shared/i18n/text';
import type { ProblemPartsFragment } from './generated';

export const networkProblem = (): ProblemPartsFragment => ({
  code: 'NETWORK', message: '', messageId: '', field: null, fields: [],
});

export function problemOfErrors(
  errors: ReadonlyArray<{ message: string; extensions?: Record<string, unknown> | undefined }>,
): ProblemPartsFragment {
  const first = errors[0];
  const code = first?.extensions?.['code'];
  const messageId = first?.extensions?.['messageId'];
  return {
    code: typeof code === 'string' ? code : 'INTERNAL',
    message: first?.message ?? '',
    messageId: typeof messageId === 'string' ? messageId : '',
    field: null,
    fields: [],
  };
}

interface Refusal {
  code: string;
  message: string;
  messageId: string;
}

/** A sentence for a refusal: chosen by its code, never by matching on the server's words. */
export function sayProblem(refusal: Refusal, text: Text, locale: Locale): string {
  const own = `problem.${refusal.code}`;
  if (isWord(own)) return text(own);
  const sent = locale === 'id' ? refusal.messageId || refusal.message : refusal.message || refusal.messageId;
  return sent || text('problem.INTERNAL');
}
