// What only operators and administrators read, in Indonesian: a pack of its own, loaded with their screens.
export const catalogue = {
  'operate.suspend': 'Tangguhkan',
};
