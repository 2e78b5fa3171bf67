import { dirname, resolve } from 'node:path'
import type * as z from 'zod/mini'
import type { SshAccess } from '../../outbound/ssh-access.ts'
import type { Config } from './config.ts'
import { credentialOf } from './credentials.ts'
import { deepFreeze } from './deep-freeze.ts'
import { environmentLayer } from './environment.ts'
import { readConfigFile } from './file.ts'
import { keys, type Key } from './keys.ts'
import { problemsOf, put, valueAt, type Layer, type Origin, type Table } from './layer.ts'
import { optionsLayer } from './options.ts'
import { problemsFailure, type Problem } from './problem.ts'
import { ownLogSettings } from './own-log.ts'
import { onceOnly, schema } from './schema.ts'
import { defaultFile, namedFile, type ConfigSources } from './sources.ts'
import { relayedSumdbs } from './sumdb.ts'

/** One setting in force. */
export interface Setting {
  readonly key: Key
  /** As it would be written in the file; undefined when it is not set. */
  readonly value: unknown
  readonly origin: Origin
  /** Where an entry of a list comes from. */
  readonly originOf: (index: number) => Origin
}

/** All that was read, good or not. */
export interface Reading {
  /** The configuration file, as it was named; undefined when there is none. */
  readonly file: string | undefined
  readonly problems: readonly Problem[]
  readonly settings: readonly Setting[]
  /** Undefined when there are problems. */
  readonly config: Config | undefined
}

/**
 * Reads the configuration: defaults, then the file, then `HEADWATER_` variables, then options; later wins, key by key.
 * Touches nothing but the file.
 *
 * @throws Failure `invalid` with every problem there is, each with its place, key and reason
 */
export function loadConfig(sources: ConfigSources): Config {
  const { config, problems } = readConfig(sources)
  if (config === undefined) throw problemsFailure(problems)
  return config
}

/** As {@link loadConfig}, for those who want to know more: problems are returned, and where each value comes from. */
export function readConfig(sources: ConfigSources): Reading {
  const named = namedFile(sources)
  const file = readConfigFile(named ?? defaultFile(sources), sources.cwd, named !== undefined)
  const environment = environmentLayer(sources.env)
  const layers = [file.layer, environment.layer, optionsLayer(sources.overrides ?? [])].filter(
    (layer) => layer !== undefined,
  )
  const problems = [...file.problems, ...layers.flatMap(problemsOf), ...environment.problems]
  const settings = keys.map((key) => settingOf(key, layers))
  const config = problems.length > 0 ? undefined : configOf(settings, sources, file.name)
  return { file: file.name, problems, settings, config }
}

function settingOf(key: Key, layers: readonly Layer[]): Setting {
  const layer = layers.findLast(({ values }) => valueAt(values, key.path) !== undefined)
  const value = layer === undefined ? key.default : valueAt(layer.values, key.path)
  const placeOf = layer?.originOf ?? (() => ({ kind: 'default', name: 'default' }) as const)
  const originOf = (index: number) => placeOf([...key.path, index])
  return { key, value, origin: placeOf(key.path), originOf }
}

function configOf(
  settings: readonly Setting[],
  sources: ConfigSources,
  file: string | undefined,
): Config {
  const raw: Table = {}
  for (const { key, value } of settings) if (value !== undefined) put(raw, key.path, value)
  const {
    data,
    'public-url': publicUrl,
    sumdb,
    'checksum-database': relayed,
    outbound,
    freshness,
    check,
    ssh,
    credentials,
    'checksum-log': checksumLog,
    ...same
  } = schema.parse(raw, onceOnly)
  const origin = settings.find(({ key }) => key.name === 'data')?.origin.kind
  const dataIsDefault = origin === 'default'
  const base =
    origin === 'file' && file !== undefined ? dirname(resolve(sources.cwd, file)) : sources.cwd
  return deepFreeze({
    ...same,
    data: resolve(base, dataIsDefault ? (sources.defaultData ?? data) : data),
    dataIsDefault,
    sumdb,
    checksumDatabases: relayedSumdbs(relayed),
    publicUrl,
    outbound: {
      allow: outbound.allow,
      proxy: outbound.proxy,
      noProxy: outbound['no-proxy'],
      ca: outbound.ca,
      netrc: outbound.netrc,
      contact: outbound.contact,
      connectTimeout: outbound['connect-timeout'],
      idleTimeout: outbound['idle-timeout'],
      requestTimeout: outbound['request-timeout'],
      maxRepository: outbound['max-repository'],
      maxPage: outbound['max-page'],
      connectionsPerHost: outbound['connections-per-host'],
    },
    ssh: ssh.map(sshAccess),
    credentials: credentials.map(credentialOf),
    freshness: {
      list: freshness.list,
      notFound: freshness['not-found'],
      strict: freshness.strict,
      check: freshness.check,
    },
    checksumLog: ownLogSettings(checksumLog),
    check: { server: check.server, serverPrivate: check['server-private'] },
  } satisfies Config)
}

function sshAccess(table: z.output<typeof schema>['ssh'][number]): SshAccess {
  const { host, key, 'known-hosts': knownHosts, user } = table
  return { host, key, knownHosts, ...(user !== undefined && { user }) }
}
