import { servedAt } from '../origin/git/service-url.ts'
import type { RequestRecord } from '../outbound/request-record.ts'
import type { SiteFacts } from './site-facts.ts'
import { oftenText } from './times.ts'

/** What was asked, such as `ls-refs ~rjarry/aerc`, `fetch ~rjarry/aerc` or `GET /robots.txt`. */
export function whatText({ method, url, purpose }: RequestRecord): string {
  const rest = url.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '')
  const served = servedAt(rest)
  const isGit = served !== undefined || /^(?:git|git\+ssh|ssh):/i.test(url)
  const repository = (served ?? rest).replace(/^\//, '') || '/'
  if (purpose === 'refs') return `ls-refs ${repository}`
  if (isGit && (purpose === 'commits' || purpose === 'content')) return `fetch ${repository}`
  return `${method} ${rest === '' ? '/' : rest}`
}

/** Why it was asked, in one clause. */
export function whyText({ purpose, reason }: RequestRecord, { floorDays }: SiteFacts): string {
  if (purpose === 'rules') return 'rules, once a day'
  if (reason === 'foreground') return foreground[purpose]
  if (reason === 'background') return 'background: look due'
  if (reason === 'push') return 'you told us of a push'
  return `${oftenText(floorDays || 7)}, though nobody asks any more`
}

const foreground: Readonly<Record<Exclude<RequestRecord['purpose'], 'rules'>, string>> = {
  'import-page': 'a module was asked for here: where does it live?',
  refs: 'a version was asked for here',
  commits: 'a version was asked for here',
  content: 'a version was asked for here',
  proxy: 'a version was asked for here',
  page: 'somebody here checks whether it is still there',
  forge: 'somebody here checks what became of repositories',
  sumdb: 'somebody here checks what it has on record',
}

/** What came of it: the status, or why there was none. */
export function answerText({ status, failure }: RequestRecord): string {
  if (status !== 0) return String(status)
  return failure === '' ? 'done' : failure
}
