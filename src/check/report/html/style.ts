import { frameRules } from '../../../page/style/frame-rules.ts'
import { partRules } from '../../../page/style/part-rules.ts'
import { rootRules } from '../../../page/style/root-rules.ts'
import { screenRules } from '../../../page/style/screen-rules.ts'
import { reportRules, reportScreenRules } from './report-rules.ts'

/** The style sheet of the report, which stands in it. */
export const style = [rootRules, frameRules, partRules, reportRules, screenRules, reportScreenRules]
  .join('')
  .replaceAll(/\n+/g, '')
