import { setTimeout } from 'node:timers/promises'
import { Failure } from '../failure.ts'
import { askNames } from './ask-names.ts'
import type { Call, Connection, RemoteCall } from './connection.ts'
import { directConnection } from './direct-connection.ts'
import { credentialsOf, isAuthorized } from './credentials.ts'
import { askOnce, type Answer, type Ask } from './exchange.ts'
import type { GateOptions } from './gate-options.ts'
import { openGovernor, type Obstacle, type Wish } from './governor/governor.ts'
import { askForRobots } from './governor/ask-for-robots.ts'
import { letProgramOut } from './let-program-out.ts'
import { httpClient } from './http-client.ts'
import { isSecure, plainUrl } from './normal-url.ts'
import type { NameInquiry } from './names.ts'
import type { Errand, ProgramWay } from './program-way.ts'
import { sshConnection } from './ssh-connection.ts'
import { discard } from './read-answer.ts'
import type { HostStanding } from './standing.ts'
import { streamTarget } from './stream-target.ts'

/** The one way out: every connection of Headwater, and of the programs that it starts, passes here. */
export interface Gate {
  /**
   * Asks, following at most 10 redirects (never from https to http).
   *
   * @throws Failure `unreachable`, `tls-invalid`, `refused` or `stopped`; an HTTP status is never thrown. Where no more files can be opened, the
   *   error of the system, since that tells nothing of the host
   */
  ask(ask: Ask): Promise<Answer>
  /**
   * Lets a program out that speaks HTTP by itself.
   *
   * @throws Failure `unsupported` for another scheme than http and https, `refused` for an address that may not be
   *   asked
   */
  permitProgram(errand: Errand): Promise<ProgramWay>
  /** The URL that is asked in the place of an original one: its scheme tells which of these ways leads there. */
  rewritten(url: string): string
  /**
   * Connects to a server that speaks git's own protocol.
   *
   * @throws Failure when there is no connection, `invalid` for a malformed host
   */
  connect(call: Call): Promise<Connection>
  /**
   * Runs a program on another machine over ssh. That there is no connection shows when its output ends.
   *
   * @throws Failure `refused` for an address or a host that may not be asked, `auth-required` when its key is of no
   *   use, `invalid` for a malformed host
   */
  runRemotely(call: RemoteCall): Promise<Connection>
  /**
   * What servers of names say of the host of a URL; undefined where that is no name that we look up: a proxy does it, a
   * rewrite leads to another host, or it is an address.
   *
   * @param isPrivate whether nobody but the system's own resolvers may hear of it
   */
  inquire(url: string, isPrivate: boolean): Promise<NameInquiry | undefined>
  /** Whether a request to a URL would go out with credentials, those of a rewrite included. */
  isAuthorized(url: string): boolean
  /**
   * What keeps a request that nobody waits for from going out now, if anything; `bytes` as many as are expected. May ask
   * for the host's robots.txt.
   */
  obstacle(wish: Wish): Promise<Obstacle | undefined>
  /** Whether what is known of a host's robots.txt forbids a URL to requests that nobody waits for. Asks nobody. */
  forbids(url: string): boolean
  /** Notes that answers from our copy have spared a host so many requests and bytes. */
  saved(host: string, requests: number, bytes: number): void
  /** How a host is dealt with; undefined when nothing is known of it. */
  standing(host: string): HostStanding | undefined
  close(): Promise<void>
}

const maxRedirects = 10
/** Source: IANA service name and port number registry */
const ports = { git: 9418, ssh: 22 } as const

/** Opens the gate. */
export function openGate(options: GateOptions): Gate {
  const client = httpClient(options)
  const closing = new AbortController()
  const governor = openGovernor({
    mostConnections: options.connectionsPerHost,
    interval: options.backgroundInterval,
    memory: options.memory,
    now: options.now,
    random: options.random ?? Math.random,
    wait: options.wait ?? wait,
    readRobots: (url, reason) => askForRobots((ask) => gate.ask(ask), url, reason, options.now),
  })
  const parts = { client, options, governor, closing: closing.signal }
  const gate: Gate = {
    async ask(ask) {
      let url = plainUrl(ask.url)
      let own = credentialsOf(ask.url, options.credentials)
      for (let hop = 0; hop <= maxRedirects; hop++) {
        const exchange = await askOnce(parts, { ...ask, url }, own)
        if (exchange.location === undefined) return exchange.answer
        await discard(exchange.answer)
        if (isSecure(url) && !isSecure(exchange.location)) {
          throw new Failure(
            'refused',
            `Cannot follow ${url} to ${plainUrl(exchange.location)}: a secure address leads to an insecure one`,
            { url },
          )
        }
        url = plainUrl(exchange.location)
        // Whoever led away does not lead back with them.
        if (URL.parse(url)?.origin !== own?.origin) own = undefined
      }
      const shown = plainUrl(ask.url)
      throw new Failure('unreachable', `Cannot ask ${shown}: more than ${maxRedirects} redirects`, {
        url: shown,
      })
    },
    async permitProgram(errand) {
      const url = plainUrl(errand.url)
      return letProgramOut({ ...errand, url }, { ask: (asked) => gate.ask(asked), options })
    },
    rewritten: (url) => options.rewriter.apply(plainUrl(url)),
    async connect(call) {
      const url = plainUrl(call.url)
      return directConnection({ ...call, url }, streamTarget(url, ports.git, options), parts)
    },
    async runRemotely(call) {
      const url = plainUrl(call.url)
      return sshConnection({ ...call, url }, streamTarget(url, ports.ssh, options), parts)
    },
    inquire: (url, isPrivate) => askNames(plainUrl(url), isPrivate, options, closing.signal),
    isAuthorized: (url) => isAuthorized(plainUrl(url), options),
    obstacle: (wish) => governor.obstacle({ ...wish, url: plainUrl(wish.url) }),
    forbids: (url) => governor.forbids(plainUrl(url)),
    saved: (host, requests, bytes) => governor.saved(host, requests, bytes),
    standing: (host) => governor.standing(host),
    close() {
      closing.abort()
      return client.destroy()
    },
  }
  return gate
}

async function wait(millis: number, signal: AbortSignal): Promise<void> {
  await setTimeout(millis, undefined, { signal })
}
