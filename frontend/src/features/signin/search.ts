// Where to go after signing in, as it stands in the address.
export interface SignInSearch {
  kembali?: string;
}

/** Only our own addresses: "//elsewhere" would send a person away after signing in. */
export function signInSearch(search: Record<string, unknown>): SignInSearch {
  const back = search['kembali'];
  return typeof back === 'string' && /^\/(?![/\\])/.test(back) ? { kembali: back } : {};
}

export interface PasswordSearch {
  kunci?: string;
}

export function passwordSearch(search: Record<string, unknown>): PasswordSearch {
  const key = search['kunci'];
  return typeof key === 'string' && /^[A-Za-z0-9_-]{20,100}$/.test(key) ? { kunci: key } : {};
}
