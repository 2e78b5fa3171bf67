import type { IncomingMessage } from 'node:http'
import { Failure } from '../../failure.ts'
import { repositoryKey } from '../../outbound/same-repository.ts'
import { within } from '../../work/within.ts'
import { pathIn } from '../origin-form.ts'
import { textReply } from '../reply.ts'
import type { Reply } from '../reply.ts'
import { sentType } from '../sent-type.ts'
import { discardBody, readBody } from '../body.ts'
import { forgesOf } from './forges.ts'
import type { Forge, HookSecrets } from './forges.ts'
import { howTo } from './how-to.ts'
import { openPace } from './pace.ts'
import type { After, Refresh } from './pace.ts'
import { readPayload } from './payload.ts'
import type { BodyKind } from './payload.ts'
import {
  faultReply,
  maxBytes,
  notGenuine,
  refusal,
  turnedOff,
  wrongMethod,
  wrongType,
} from './refusals.ts'
import { forgeNames } from './sender.ts'
import type { ForgeName, HookHeaders, Sender, Wish } from './sender.ts'

/** What hooks are taken with. */
export interface HookOptions extends HookSecrets {
  readonly refresh: Refresh
  /** Least time between two looks at one repository, milliseconds; 10 seconds unless given. */
  readonly intervalMs?: number
  /** Longest time for a body, milliseconds; 30 seconds unless given. */
  readonly bodyMs?: number
  /** How long a sender waits for the look that it causes, milliseconds; 5 seconds unless given. */
  readonly patienceMs?: number
  readonly after?: After
}

/** What hooks need of the server. */
export interface HookSurroundings {
  /** The base URL clients use, without a slash at its end. */
  readonly url: () => string
  /** Milliseconds since the epoch. */
  readonly now: () => number
  /** Told of every error that is no Failure. */
  readonly onError: (error: unknown) => void
}

/** Answers whatever is asked of a hook's path. */
export interface Hooks {
  /** Never throws for what a client sends. The body may not be read to its end: close the connection then. */
  reply(request: IncomingMessage, name: ForgeName): Promise<Reply>
  stop(): void
}

/** Of all bodies under way. */
const allBytes = 64 * 2 ** 20
/** What is read of a body that is refused. */
const unwanted = { bytes: 2 ** 20, ms: 2000 }

/** The hook that a request target names; undefined when it names none. */
export function hookNamed(target: string): ForgeName | undefined {
  return forgeNames.find((name) => pathIn(target) === `/-/hooks/${name}`)
}

/** Takes hooks; without options none, and tells how to have them. */
export function takeHooks(options: HookOptions | undefined, around: HookSurroundings): Hooks {
  const {
    refresh = () => Promise.resolve(0),
    intervalMs = 10_000,
    bodyMs = 30_000,
    patienceMs = 5000,
    after = afterwards,
  } = options ?? {}
  const forges = forgesOf(options ?? {})
  const room = { left: allBytes }
  let isStopped = false
  const pace = openPace({
    refresh,
    intervalMs,
    now: around.now,
    after,
    onError(error) {
      if (!isStopped && !Failure.is(error)) around.onError(error)
    },
  })

  async function take(request: IncomingMessage, forge: Forge): Promise<Reply> {
    const kind = kindOf(request, forge)
    if (kind === undefined) return wrongType()
    const headers = headersOf(request)
    const possible = forge.senders.filter((sender) => sender.mayHaveSent(headers))
    if (possible.length === 0) return notGenuine()
    const body = await readBody(request, { maxBytes, maxMs: bodyMs, room })
    if (typeof body === 'string') return faultReply(body)
    const genuine = possible.filter((sender) => sender.hasSent(headers, body))
    if (genuine.length === 0) return notGenuine()
    return grant(wishOf(genuine, headers, readPayload(body, kind)), forge.tellsKnown)
  }

  async function grant(wish: Wish, tellsKnown: boolean): Promise<Reply> {
    if (wish.kind === 'ping') return textReply(200, 'pong\n')
    const keys = wish.kind === 'look' ? wish.urls.map(repositoryKey) : []
    const repositories = [...new Set(keys.filter((key) => key !== undefined))]
    if (repositories.length === 0) return textReply(202, 'Nothing to do for that\n')
    const looking = pace.look(repositories)
    const found = await within(tellsKnown ? patienceMs : 0, looking)
    if (found === undefined || !tellsKnown) {
      return textReply(202, 'Noted: if it is known here, it is looked at again soon\n')
    }
    return found === 0
      ? textReply(200, 'Nothing of that is known here, so nobody is asked\n')
      : textReply(200, `Looked at again: ${found} known here\n`)
  }

  async function answerPost(request: IncomingMessage, name: ForgeName): Promise<Reply> {
    const forge = forges[name]
    if (forge.senders.length === 0) return turnedOff(name, forge.title)
    if (request.method !== 'POST') return wrongMethod()
    try {
      return await take(request, forge)
    } catch (error) {
      if (Failure.is(error)) return refusal(error)
      throw error
    }
  }

  return {
    async reply(request, name) {
      const forge = forges[name]
      const isGet = request.method === 'GET' || request.method === 'HEAD'
      if (forge.senders.length > 0 && isGet) {
        const url = `${around.url()}/-/hooks/${name}`
        return textReply(200, howTo(name, forge.title, url, intervalMs))
      }
      const reply = await answerPost(request, name)
      const hadItsTime = reply.status === 408
      if (!isGet && !hadItsTime) await discardBody(request, unwanted.bytes, unwanted.ms)
      return reply
    },
    stop() {
      isStopped = true
      pace.stop()
    },
  }
}

function afterwards(ms: number, task: () => void): () => void {
  const timer = setTimeout(task, ms).unref()
  return () => clearTimeout(timer)
}

function headersOf(request: IncomingMessage): HookHeaders {
  return (name) => {
    const values = request.headersDistinct[name]
    return values?.length === 1 ? values[0] : undefined
  }
}

function wishOf(genuine: readonly Sender[], headers: HookHeaders, payload: unknown): Wish {
  const wishes = genuine.map((sender) => sender.wish(headers, payload))
  const urls = wishes.flatMap((wish) => (wish.kind === 'look' ? wish.urls : []))
  if (urls.length > 0) return { kind: 'look', urls }
  return wishes.find(({ kind }) => kind === 'ping') ?? { kind: 'nothing' }
}

function kindOf({ headers }: IncomingMessage, { takesForms }: Forge): BodyKind | undefined {
  const [, ...parameters] = (headers['content-type'] ?? '')
    .split(';')
    .map((part) => part.trim().toLowerCase())
  const isUtf8 = parameters.every((part) => !/^charset *= *(?!"?utf-?8"?$)/.test(part))
  const type = sentType(headers)
  if (isUtf8) {
    if (type === 'application/json') return 'json'
    if (takesForms && type === 'application/x-www-form-urlencoded') return 'form'
  }
  return undefined
}
