// The few pictograms we use, drawn here: an icon package would weigh more than the whole application.
const paths = {
  inbox: 'M3 13l3-8h12l3 8v6H3zM3 13h5l1.5 3h5L16 13h5',
  gavel: 'M14 4l6 6M11 7l6 6M12.5 5.5l6 6M13 10l-9 9M4 21h9',
  cases: 'M4 5h6v6H4zM14 13h6v6h-6zM10 8h4.5a2.5 2.5 0 0 1 2.5 2.5V13',
  start: 'M12 5v14M5 12h14',
  council: 'M4 20v-5a3 3 0 0 1 3-3h0M20 20v-5a3 3 0 0 0-3-3h0M8 20v-6a4 4 0 0 1 8 0v6M12 8a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5M6 11a2 2 0 1 0 0-4M18 11a2 2 0 1 1 0-4',
  mail: 'M3 6h18v12H3zM3 7l9 6 9-6',
  search: 'M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13M15.5 15.5L21 21',
  chevron: 'M9 5l7 7-7 7',
  back: 'M15 5l-7 7 7 7',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  cross: 'M6 6l12 12M18 6L6 18',
  note: 'M5 4h14v12l-5 4H5zM14 20v-4h5M8 9h8M8 12.5h5',
  dash: 'M6 12h12',
  clock: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M12 7v5l3.5 2',
  alert: 'M12 3.5L22 20H2zM12 10v4.5M12 17.2v.3',
  document: 'M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6',
  seal: 'M12 14a5 5 0 1 0 0-10 5 5 0 0 0 0 10M9 13l-1.5 8 4.5-2.5 4.5 2.5L15 13',
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8M4 21a8 8 0 0 1 16 0',
  link: 'M14 4h6v6M20 4l-9 9M18 14v6H4V6h6',
  download: 'M12 4v11M7 11l5 5 5-5M4 20h16',
  plus: 'M12 5v14M5 12h14',
  minus: 'M5 12h14',
  fit: 'M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5',
  language: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M3.5 9h17M3.5 15h17M12 3c3 3 3.5 14 0 18M12 3c-3 3-3.5 14 0 18',
  contrast: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M12 3v18M12 8h7.5M12 12h9M12 16h7.5',
  keyboard: 'M3 6h18v12H3zM7 10h.3M11 10h.3M15 10h.3M18 10h.3M7 14h10',
  flow: 'M4 6h5v5H4zM15 13h5v5h-5zM9 8.5h5.5a3 3 0 0 1 3 3V13M6.5 11v4.5a2 2 0 0 0 2 2H15',
  control: 'M4 18a8 8 0 1 1 16 0M12 18l4-6M4 18h16',
  signOut: 'M14 4H5v16h9M10 12h11M17 8l4 4-4 4',
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name, size = 20 }: { name: IconName; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.8}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
      style={{ flex: 'none' }}
    >
      <path d={paths[name]} />
    </svg>
  );
}
