import { resolve } from 'node:path'
import type { Config } from './config.ts'
import { deepFreeze } from './deep-freeze.ts'
import { publicSumdbKey } from './public-sumdb.ts'
import type { ConfigSources } from './sources.ts'

const second = 1000
const minute = 60 * second
const day = 24 * 60 * minute
const mebibyte = 2 ** 20
const gibibyte = 2 ** 30

/**
 * The configuration when nobody says anything: what the defaults of the schema are in the units of the program. It is
 * written down a second time because reading the schema takes as long as half of what an empty Node takes.
 */
export function defaultConfig({ cwd, defaultData = 'headwater-data' }: ConfigSources): Config {
  return deepFreeze({
    listen: { host: '127.0.0.1', port: 3000 },
    data: resolve(cwd, defaultData),
    dataIsDefault: true,
    publicUrl: undefined,
    upstream: [{ source: 'direct', fallBackOn: 'not-found' }],
    private: [],
    sumdb: undefined,
    checksumDatabases: [{ key: publicSumdbKey, urls: undefined }],
    govcs: [{ pattern: '*', allowed: ['all'] }],
    insecure: [],
    rewrite: [],
    ssh: [],
    credentials: [],
    outbound: {
      allow: [],
      proxy: undefined,
      noProxy: undefined,
      ca: undefined,
      netrc: undefined,
      contact: undefined,
      connectTimeout: 10 * second,
      idleTimeout: minute,
      requestTimeout: 10 * minute,
      maxRepository: 4 * gibibyte,
      maxPage: mebibyte,
      connectionsPerHost: 8,
    },
    freshness: { list: minute, notFound: minute, strict: minute, check: 10 * minute },
    check: { server: undefined, serverPrivate: [] },
    politeness: { looks: true, interval: second, floor: 7 * day, watch: [] },
    ledger: { requests: 90 * day, days: 400 * day },
    hooks: {
      github: [],
      gitlab: [],
      gitea: [],
      generic: [],
      sourcehut: [],
      interval: 10 * second,
    },
    index: { private: true },
    disk: { repositories: 20 * gibibyte },
    memory: { cache: 64 * mebibyte },
    fetch: { parallel: 4 },
    toolchains: { keep: true },
    checksumLog: {
      keyFile: undefined,
      keyEnv: undefined,
      signer: [],
      verifierKey: undefined,
      guard: undefined,
      unattested: [],
      witnesses: [],
    },
    log: { level: 'info', requests: false },
  } satisfies Config)
}
