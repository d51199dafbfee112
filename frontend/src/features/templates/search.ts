// Whose templates are shown, as the address says.
export interface TemplateSearch {
  organisasi?: string;
}

export function templateSearch(raw: Record<string, unknown>): TemplateSearch {
  const code = raw['organisasi'];
  return typeof code === 'string' && /^[a-z0-9./-]{1,60}$/.test(code) ? { organisasi: code } : {};
}
