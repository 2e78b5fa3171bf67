/** A set of colours; the names with `Tint` are the ground of a panel of that class. */
export interface Palette {
  readonly page: string
  readonly panel: string
  readonly sunk: string
  readonly ink: string
  readonly muted: string
  readonly line: string
  readonly rule: string
  readonly control: string
  readonly ok: string
  readonly fragile: string
  readonly undetermined: string
  readonly lost: string
  readonly changed: string
  readonly okTint: string
  readonly lostTint: string
  readonly changedTint: string
}

/** On paper. */
export const light: Palette = {
  page: '#faf9f6',
  panel: '#ffffff',
  sunk: '#f4f2ed',
  ink: '#1a2026',
  muted: '#58626d',
  line: '#e3e0d8',
  rule: '#c9c5ba',
  control: '#858b8f',
  ok: '#086f94',
  fragile: '#8c6406',
  undetermined: '#5b6369',
  lost: '#981018',
  changed: '#65206b',
  okTint: '#e4f0f5',
  lostTint: '#fae9e7',
  changedTint: '#f4e8f6',
}

/** When the system asks for dark. */
export const dark: Palette = {
  page: '#11161b',
  panel: '#171e25',
  sunk: '#0c1014',
  ink: '#e6e9ec',
  muted: '#9aa6b2',
  line: '#27303a',
  rule: '#3b4753',
  control: '#6f7b87',
  ok: '#4ea3ea',
  fragile: '#f3c64f',
  undetermined: '#959ea7',
  lost: '#f2705f',
  changed: '#eeb4f0',
  okTint: '#11293f',
  lostTint: '#371a19',
  changedTint: '#331f38',
}

/** Declares each colour as a custom property of the same name. */
export function declarations(palette: Palette): string {
  return Object.entries(palette)
    .map(([name, color]) => `--${name}:${String(color)};`)
    .join('')
}
