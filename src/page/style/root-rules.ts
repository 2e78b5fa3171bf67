import { dark, declarations, light } from './palette.ts'

const fonts =
  '--sans:system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;' +
  '--mono:ui-monospace,SFMono-Regular,"Cascadia Mono","JetBrains Mono","DejaVu Sans Mono",monospace'

/** The colours of the visual language, light or dark as the system asks, and its fonts, none of which is loaded. */
export const rootRules = `:root{color-scheme:light;${declarations(light)}${fonts}}
@media (prefers-color-scheme:dark){:root{color-scheme:dark;${declarations(dark)}}}`
