import type { VerdictCode } from '../verdicts.ts'
import { changedPages } from './changed.ts'
import { contentPages } from './fragile-content.ts'
import { placePages } from './fragile-place.ts'
import { goneVersionPages } from './lost-version.ts'
import { gonePlacePages } from './lost-place.ts'
import { okPages } from './ok.ts'
import { refusedPages } from './undetermined-refused.ts'
import { unaskedPages } from './undetermined-unasked.ts'
import type { PagesOf, VerdictPage } from './verdict-page.ts'

const fragile: PagesOf<'fragile'> = { ...placePages, ...contentPages }
const lost: PagesOf<'lost'> = { ...gonePlacePages, ...goneVersionPages }
const undetermined: PagesOf<'undetermined'> = { ...refusedPages, ...unaskedPages }

const pages: Readonly<Record<VerdictCode, VerdictPage>> = {
  ...okPages,
  ...fragile,
  ...lost,
  ...changedPages,
  ...undetermined,
}

/** What a code means, what it takes, what looks like it and is not, what to do, and where it happened. */
export function pageOf(code: VerdictCode): VerdictPage {
  return pages[code]
}
