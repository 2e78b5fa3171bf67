import { safeLine } from '../../safe-text.ts'
import type { AuditedLine, SumStatus } from '../../sumdb/audit/audit-sums.ts'
import type { SumsLine, SumsSummary } from '../../web/api/sums-schema.ts'
import { jsonLine } from '../json-error.ts'
import { likedType } from '../liked-type.ts'

/** How an audit is told. */
export interface SumsForm {
  readonly contentType: string
  /** Of the whole answer, where each line is told between the two. */
  readonly begin: (summary: SumsSummary) => string
  readonly line: (audited: AuditedLine, isFirst: boolean) => string
  readonly end: (summary: SumsSummary) => string
}

const json: SumsForm = {
  contentType: 'application/json',
  begin: (summary) => `{"summary":${JSON.stringify(summary)},"lines":[`,
  line: (audited, isFirst) => `${isFirst ? '\n' : ',\n'}${jsonLine(lineOf(audited)).trimEnd()}`,
  end: () => '\n]}\n',
}

const ndjson: SumsForm = {
  contentType: 'application/x-ndjson',
  begin: () => '',
  line: (audited) => jsonLine(lineOf(audited)),
  end: (summary) => jsonLine({ summary }),
}

const text: SumsForm = {
  contentType: 'text/plain; charset=utf-8',
  begin: () => '',
  line: (audited) => `${safeLine(textOf(audited))}\n`,
  end: (summary) =>
    `${Object.entries(summary)
      .map(([status, count]) => `${count} ${status}`)
      .join(', ')}\n`,
}

const forms = {
  'application/json': json,
  'application/x-ndjson': ndjson,
  'text/plain': text,
} as const

/** The form that a client likes most. @param accept the header */
export function sumsForm(accept: string | undefined): SumsForm {
  return forms[likedType(accept, ['application/json', 'application/x-ndjson', 'text/plain'])]
}

/** How many lines there are of each kind. */
export function summaryOf(lines: readonly AuditedLine[]): SumsSummary {
  const counts: Record<SumStatus, number> = {
    match: 0,
    mismatch: 0,
    'not-logged': 0,
    private: 0,
    malformed: 0,
    undetermined: 0,
  }
  for (const { status } of lines) counts[status]++
  return counts
}

function lineOf({ line, entry, status, log, logged, reason }: AuditedLine): SumsLine {
  return {
    line,
    path: entry?.path ?? null,
    version: entry?.version ?? null,
    goMod: entry?.goMod ?? null,
    status,
    log: log ?? null,
    logged: logged ?? null,
    reason: reason ?? null,
  }
}

function textOf({ line, entry, status, log, logged, reason }: AuditedLine): string {
  const name = entry ? ` ${entry.path} ${entry.version}${entry.goMod ? '/go.mod' : ''}` : ''
  const details = status === 'mismatch' ? `${log} has ${logged}` : (reason ?? log)
  return `${line} ${status}${name}${details === undefined ? '' : `: ${details}`}`
}
