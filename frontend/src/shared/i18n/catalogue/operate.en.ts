// What only operators and administrators read, in English.
import type { OperateCatalogue } from '../text';

export const catalogue: OperateCatalogue = {
  'operate.suspend': 'Suspend',
};
