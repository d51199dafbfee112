// What plugins/messages.ts makes of a catalogue.
declare module '*?compiled' {
  import type { Messages } from '@lingui/core';
  export const catalogue: Messages;
}
