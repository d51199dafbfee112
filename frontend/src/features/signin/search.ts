// Where to go after signing in, as it stands in the address.
export interface SignInSearch {
  kembali?: string;
}

/** Only our own addresses: "//elsewhere" would send a person away after signing in. */
export function signInSearch(search: Record<string, unknown>): SignInSearch {
  const back = search['kembali'];
  return typeof back === 'string' && /^\/(?![/\\])/.test(back) ? { kembali: back } : {};
}
