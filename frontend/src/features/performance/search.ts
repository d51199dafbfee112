// Which figures, as it stands in the address.
export interface PerformanceSearch {
  tahun?: number;
  proses?: string;
}

export function performanceSearch(search: Record<string, unknown>): PerformanceSearch {
  const year = Math.trunc(Number(search['tahun']));
  const process = search['proses'];
  return {
    ...(year >= 1945 && year <= 2999 ? { tahun: year } : {}),
    ...(typeof process === 'string' && process !== '' && process.length <= 200 ? { proses: process } : {}),
  };
}
