import { hash } from 'node:crypto'
import { frameRules } from './style/frame-rules.ts'
import { dark, declarations, light } from './style/palette.ts'
import { partRules } from './style/part-rules.ts'
import { screenRules } from './style/screen-rules.ts'

const fonts =
  '--sans:system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;' +
  '--mono:ui-monospace,SFMono-Regular,"Cascadia Mono","JetBrains Mono","DejaVu Sans Mono",monospace'

const text = [
  `:root{color-scheme:light;${declarations(light)}${fonts}}`,
  `@media (prefers-color-scheme:dark){:root{color-scheme:dark;${declarations(dark)}}}`,
  frameRules,
  partRules,
  screenRules,
]
  .join('\n')
  .replaceAll(/\n+/g, '\n')

/** The one style sheet. Its name changes with its text, so that it may be kept for ever. */
export const stylesheet: { readonly name: string; readonly text: string } = {
  name: `headwater.${hash('sha256', text).slice(0, 12)}.css`,
  text,
}
