import { setTimeout as pause } from 'node:timers/promises'
import type { Judged } from '../check/judged.ts'
import { showProgress } from '../check/progress.ts'
import { readTarget, type Target } from '../check/read-target.ts'
import { quietReport, textReport } from '../check/report-text.ts'
import {
  defaultFailOn,
  exitCodeOf,
  mayFailOn,
  reportModules,
  summaryOf,
  type HostRequests,
  type Report,
} from '../check/report.ts'
import { runCheck } from '../check/run-check.ts'
import { verdictClasses } from '../check/verdicts.ts'
import { Failure } from '../failure.ts'
import { matchPrefixPatterns } from '../gomod/patterns.ts'
import type { RequestRecord } from '../outbound/request-record.ts'
import type { CommandContext } from './context.ts'
import { openParts } from './open-parts.ts'
import { personalAccess } from './personal-access.ts'
import { showPlan } from './show-plan.ts'
import { styleOf } from './text-style.ts'
import { version } from './version.ts'

const formats = ['text', 'json', 'ndjson'] as const
type Format = (typeof formats)[number]

/** How long a report waits for requests that are being cut off, so that it can count them, in milliseconds. */
const countingTime = 500
/** How long work that was left behind may take to end, in milliseconds. */
const patience = 5000

interface Result {
  readonly target: Target
  readonly judged: readonly Judged[]
  readonly hosts: Readonly<Record<string, HostRequests>>
  readonly exit: number
  /** Start and end, milliseconds since the epoch. */
  readonly started: number
  readonly ended: number
  /** Whether requests are still under way. */
  readonly isUnderWay: boolean
}

/**
 * `headwater check`: judges every module of a project, or those named, against their upstream. Exit code: 3 when
 * something stayed undetermined, 1 for findings that `--fail-on` names, else 0.
 *
 * @throws Failure for a wrong option or a target that cannot be read
 */
export async function checkCommand(context: CommandContext): Promise<number> {
  const format = formatOf(context)
  const failOn = failOnOf(context)
  const target = await readTarget(context.args, context.cwd)
  if (context.options['quiet'] !== true) {
    for (const note of target.notes) context.stderr.write(`headwater: ${note}\n`)
  }
  if (context.options['dryRun'] === true) return await showPlan(target, format === 'text', context)
  const started = Date.now()
  const ledger = hostLedger()
  await using parts = await openParts(context.config, {
    access: await personalAccess(context),
    onRequest: (request) => ledger.add(request),
  })
  const signal = stopSignal(context)
  const { judged, settled } = await judgeAll(context, target, parts, signal)
  const exit = exitCodeOf(
    judged.map(({ verdict }) => verdict),
    { failOn, allowIncomplete: context.options['allowIncomplete'] === true },
  )
  const ended = Date.now()
  if (signal.aborted) await parts.gate.close()
  const isUnderWay = signal.aborted && !(await endsWithin(countingTime, settled))
  const result = { target, judged, hosts: ledger.hosts(), exit, started, ended, isUnderWay }
  context.stdout.write(writers[format](result, context))
  if (isUnderWay) await endsWithin(patience, settled)
  return exit
}

/** Waits for work, but not for ever; tells whether it has ended. */
async function endsWithin(millis: number, work: Promise<unknown>): Promise<boolean> {
  const over = new AbortController()
  const ended = work.then(() => true)
  const late = pause(millis, false, over).catch(() => false)
  try {
    return await Promise.race([ended, late])
  } finally {
    over.abort()
  }
}

async function judgeAll(
  { config, options, stderr }: CommandContext,
  target: Target,
  { origins, gate, store }: Awaited<ReturnType<typeof openParts>>,
  signal: AbortSignal,
): ReturnType<typeof runCheck> {
  const isQuiet = options['quiet'] === true
  using progress = isQuiet
    ? undefined
    : showProgress(target.subjects.length, { stderr, now: Date.now, signal })
  const privateGlobs = config.private.join(',')
  return await runCheck(target.subjects, {
    origins,
    gate,
    now: Date.now,
    scratch: store.scratch,
    isPrivate: (path) => matchPrefixPatterns(privateGlobs, path),
    signal,
    rewrites: config.rewrite,
    onVerdict: (subject, verdict) => progress?.note(subject, verdict),
  })
}

const writers: Readonly<Record<Format, (result: Result, context: CommandContext) => string>> = {
  json: (result) => `${JSON.stringify(reportOf(result), null, 2)}\n`,
  ndjson: (result) =>
    reportOf(result)
      .modules.map((module) => `${JSON.stringify(module)}\n`)
      .join(''),
  text(result, context) {
    const { target, judged, hosts, exit, started, ended, isUnderWay } = result
    const style = styleOf(context)
    if (context.options['quiet'] === true) return quietReport(judged, style)
    const summary = summaryOf(judged.map(({ verdict }) => verdict))
    const { kind } = target
    const name = nameOf(target, judged)
    const millis = ended - started
    return textReport({ name, kind, judged, summary, hosts, exit, millis, isUnderWay }, style)
  },
}

/** A single module is shown with the version that was read, which may have been asked for as the newest. */
function nameOf({ name, kind }: Target, judged: readonly Judged[]): string {
  const [only, ...others] = kind === 'modules' ? judged : []
  if (only === undefined || others.length > 0) return name
  return `${only.subject.path}@${only.subject.version}`
}

function reportOf({ target, judged, hosts, exit, started }: Result): Report {
  return {
    headwater: version,
    schema: 1,
    at: new Date(started).toISOString(),
    level: 'content',
    target: target.target,
    modules: reportModules(judged),
    summary: summaryOf(judged.map(({ verdict }) => verdict)),
    requests: { hosts },
    exit,
  }
}

function formatOf({ options }: CommandContext): Format {
  const isJson = options['json'] === true
  const given = options['format'] ?? (isJson ? 'json' : 'text')
  const format = formats.find((known) => known === given)
  if (isJson && format !== undefined && format !== 'json') {
    throw new Failure('invalid', `Cannot write both --json and --format ${format}`, {
      hint: 'Leave one of them out',
    })
  }
  if (format !== undefined) return format
  throw new Failure(
    'invalid',
    `Cannot write the format ${JSON.stringify(given)}: it is not known`,
    {
      hint: `--format is one of ${formats.join(', ')}`,
    },
  )
}

function failOnOf({ options }: CommandContext): readonly string[] {
  const given = options['failOn']
  if (!Array.isArray(given)) return defaultFailOn
  const names = given.map(String)
  const unknown = names.find((name) => !mayFailOn(name))
  if (unknown === undefined) return names
  throw new Failure('invalid', `Cannot fail on "${unknown}": it is neither a class nor a code`, {
    hint: `Classes are ${Object.keys(verdictClasses).join(', ')}; codes are those that a report shows`,
  })
}

/** Aborted when the user has had enough, or the time given is over. */
function stopSignal({ options, signal }: CommandContext): AbortSignal {
  const { timeout } = options
  if (typeof timeout !== 'number') return signal
  return AbortSignal.any([signal, AbortSignal.timeout(timeout)])
}

/** Counts what is asked of each host. */
function hostLedger() {
  const hosts = new Map<string, HostRequests>()
  return {
    add({ host, sent, received }: RequestRecord): void {
      const { requests, bytes } = hosts.get(host) ?? { requests: 0, bytes: 0 }
      hosts.set(host, { requests: requests + 1, bytes: bytes + sent + received })
    },
    hosts: () => Object.fromEntries([...hosts].toSorted(([a], [b]) => (a < b ? -1 : 1))),
  }
}
