import { Failure, type FailureCode } from '../../failure.ts'
import { hasPathPrefix } from '../../gomod/module-path.ts'
import type { Gate } from '../../outbound/gate.ts'
import { discard } from '../../outbound/read-answer.ts'
import type { Answer } from '../../outbound/exchange.ts'
import { retryAfterSeconds } from '../../outbound/retry-after.ts'
import { validatorsOf, type Validators } from '../../outbound/validators.ts'
import { parseGoImports, type GoImport } from './go-import.ts'
import { importPageUrl } from './import-page-url.ts'
import { XmlSyntaxError } from './xml-syntax-error.ts'

/** What the page of an import path said. */
export interface ImportPage {
  /** The page that was asked, before redirects. */
  readonly url: string
  readonly status: number
  /** As `parseGoImports` orders them. */
  readonly imports: readonly GoImport[]
  /** Why the page could not be read, when that is why there are no imports. */
  readonly fault?: string
  /** By which the server can tell whether it is still the same. */
  readonly validators?: Validators
}

/** Where a page comes from; sizes in bytes. */
export interface PageOptions {
  readonly gate: Gate
  readonly maxPageBytes: number
}

/**
 * Asks for the page of an import path. The status counts only when no go-import tag is for the
 * path: Go, which knows not of "could not ask", lets tags for others count, too. Of a page that breaks
 * off or is too large, the part that came is enough if nothing behind it could change the answer.
 *
 * @param known what the page was when it was asked last: given again where the server says that it has not changed
 * @param insecure whether plain http may be asked when https cannot be, whatever the reason but a status
 * @throws Failure at `import-page`, only for what says nothing about the path: `auth-required`, `throttled`,
 *   `unreachable`, and those of the gate
 *
 * Source: cmd/go/internal/vcs.repoRootForImportDynamic, cmd/go/internal/web.get
 */
export async function askImportPage(
  options: PageOptions,
  path: string,
  insecure: boolean,
  known?: ImportPage,
): Promise<ImportPage> {
  try {
    const { url, answer } = await askFor(options, path, insecure, known?.validators)
    if (known?.validators && isUnchanged(answer, known.validators)) {
      await discard(answer)
      return { ...known, url, validators: { ...known.validators, ...validatorsOf(answer) } }
    }
    const { imports, fault, cut, isWhole } = await readImports(answer)
    const validators = answer.status === 200 && isWhole ? validatorsOf(answer) : undefined
    const page = {
      url,
      status: answer.status,
      imports,
      ...(fault !== undefined && { fault }),
      ...(validators && { validators }),
    }
    if (imports.some(({ prefix }) => hasPathPrefix(path, prefix))) return page
    const failure = statusFailure(answer, url) ?? cut
    if (failure !== undefined) throw failure
    return page
  } catch (error) {
    if (!Failure.is(error)) throw error
    throw new Failure(error.code, error.message, { ...error.details, at: 'import-page' })
  }
}

/** A server that was not asked whether the page has changed cannot say that it has not. Source: RFC 9110 §15.4.5 */
const isUnchanged = ({ status, url }: Answer, known: Validators): boolean =>
  status === 304 && url === known.url

async function askFor(
  { gate, maxPageBytes: maxBytes }: PageOptions,
  path: string,
  insecure: boolean,
  validators: Validators | undefined,
): Promise<{ readonly url: string; readonly answer: Answer }> {
  const url = importPageUrl(path)
  const ask = {
    purpose: 'import-page',
    maxBytes,
    ...(validators && { known: validators }),
  } as const
  try {
    return { url, answer: await gate.ask({ ...ask, url }) }
  } catch (error) {
    if (!insecure || !Failure.is(error, 'unreachable', 'tls-invalid', 'refused')) throw error
    const plain = importPageUrl(path, 'http')
    return { url: plain, answer: await gate.ask({ ...ask, url: plain }) }
  }
}

interface ReadImports extends Pick<ImportPage, 'imports' | 'fault'> {
  /** Why the page did not come to its end, if what is missing matters. */
  readonly cut?: unknown
  readonly isWhole: boolean
}

async function readImports(answer: Answer): Promise<ReadImports> {
  const chunks: Uint8Array[] = []
  let cut: unknown
  try {
    for await (const chunk of answer.body) chunks.push(chunk)
  } catch (error) {
    cut = error
  }
  const isWhole = cut === undefined
  try {
    return { imports: parseGoImports(Buffer.concat(chunks), isWhole), isWhole }
  } catch (error) {
    if (!(error instanceof XmlSyntaxError)) throw error
    if (!isWhole && error.atEnd) return { imports: [], cut, isWhole }
    return { imports: [], fault: error.message, isWhole }
  }
}

/**
 * What the status of a page without a tag for the path means. Only a page (2xx, but not the "later" of 202), 404 and
 * 410 state that the server knows nothing of the path: every other status may be that of a guard in front of it.
 */
function statusFailure(answer: Answer, url: string): Failure | undefined {
  const { status, headers } = answer
  const isPage = status >= 200 && status <= 299 && status !== 202
  if (isPage || status === 404 || status === 410) return undefined
  const retryAfter = retryAfterSeconds(headers)
  const fail = (code: FailureCode, meaning: string) =>
    new Failure(code, `Cannot ask ${url}: the server answered ${status}, ${meaning}`, {
      url,
      status,
      ...(retryAfter !== undefined && { retryAfter }),
    })
  const limited = headers['retry-after'] !== undefined || headers['x-ratelimit-remaining'] === '0'
  if (status === 429 || ((status === 403 || status === 503) && limited)) {
    return fail('throttled', 'it wants fewer requests')
  }
  if (status === 401 || status === 403 || status === 407) {
    return fail('auth-required', 'it wants credentials')
  }
  return fail('unreachable', 'which says nothing about the path')
}
