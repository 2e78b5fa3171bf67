import { hash } from 'node:crypto'
import { frameRules } from '../page/style/frame-rules.ts'
import { partRules } from '../page/style/part-rules.ts'
import { rootRules } from '../page/style/root-rules.ts'
import { screenRules } from '../page/style/screen-rules.ts'

const text = [rootRules, frameRules, partRules, screenRules].join('\n').replaceAll(/\n+/g, '\n')

/** The one style sheet. Its name changes with its text, so that it may be kept for ever. */
export const stylesheet: { readonly name: string; readonly text: string } = {
  name: `headwater.${hash('sha256', text).slice(0, 12)}.css`,
  text,
}
