// The mark: four petals of the kawung motif meeting in one point, many seats and one decision.
import css from './kawung.module.css';

export function Mark({ size = 28 }: { size?: number }) {
  const petal = { rx: 6.4, ry: 3.6 };
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false" style={{ flex: 'none' }}>
      <g fill="none" stroke="#f0b740" strokeWidth="2">
        <ellipse cx="10.5" cy="10.5" {...petal} transform="rotate(45 10.5 10.5)" />
        <ellipse cx="21.5" cy="10.5" {...petal} transform="rotate(-45 21.5 10.5)" />
        <ellipse cx="10.5" cy="21.5" {...petal} transform="rotate(-45 10.5 21.5)" />
        <ellipse cx="21.5" cy="21.5" {...petal} transform="rotate(45 21.5 21.5)" />
      </g>
      <circle cx="16" cy="16" r="2" fill="#fff" />
    </svg>
  );
}

/** The motif repeated as a quiet ground; decoration only. */
export function KawungGround() {
  return (
    <svg className={css.ground} aria-hidden="true" focusable="false">
      <defs>
        <pattern id="kawung" width="44" height="44" patternUnits="userSpaceOnUse">
          <g fill="none" stroke="currentColor" strokeWidth="1.2">
            <ellipse cx="11" cy="11" rx="12" ry="6.4" transform="rotate(45 11 11)" />
            <ellipse cx="33" cy="11" rx="12" ry="6.4" transform="rotate(-45 33 11)" />
            <ellipse cx="11" cy="33" rx="12" ry="6.4" transform="rotate(-45 11 33)" />
            <ellipse cx="33" cy="33" rx="12" ry="6.4" transform="rotate(45 33 33)" />
          </g>
          <circle cx="22" cy="22" r="1.4" fill="currentColor" />
          <circle cx="0" cy="0" r="1.4" fill="currentColor" />
        </pattern>
      </defs>
      <rect width="100%" height="100%" fill="url(#kawung)" />
    </svg>
  );
}
