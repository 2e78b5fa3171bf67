import { askedAt } from '../../check/check-level.ts'
import type { Outcome } from '../../check/outcome.ts'
import { showReading } from '../../check/progress/show-reading.ts'
import type { Checked } from '../../check/run-check.ts'
import type { Portion } from '../../origin/module-source.ts'
import { withdrawalReader } from '../../verify/observe/withdrawal.ts'
import { openBuilder, type Builder } from './build/open-builder.ts'
import type { CheckParts } from './open-check.ts'
import type { OpenedServer } from './open-server.ts'
import { judgeAll } from './judge-all.ts'
import { judgeWhole } from './judge-whole.ts'
import { textOption } from './options.ts'
import { showAddress } from './outputs.ts'
import { readProject, type Project } from './project.ts'
import type { Wanted } from './wanted.ts'

/** Whom a project is read and judged with. */
export interface ProjectJudges {
  readonly parts: CheckParts
  /** Asked before upstream, where there is one. */
  readonly server: OpenedServer | undefined
  /** Told of each module as soon as all is known of it, and it is certain to be needed. */
  readonly onOutcome: (outcome: Outcome) => void
}

/** A project, judged. */
export interface JudgedProject extends Checked {
  readonly project: Project
  /** Builds what upstream gave; only at the level `build`, and where there is something to build. */
  readonly builder?: Builder
}

/**
 * Reads what is to be checked, with the go.mod files that it takes, and judges all of it. Unless `--quiet` is given, it shows
 * how that goes on.
 *
 * @throws Failure as {@link readProject}; `no-space`
 */
export async function judgeProject(
  { context, goSetting, git, settings, outputs, level, signal }: Wanted,
  { parts, server, onOutcome }: ProjectJudges,
): Promise<JudgedProject> {
  const { origins, store } = parts
  /** What it fetches comes with the content of the same repository; of some that is not checked in the end. */
  const withdrawals =
    textOption(context, 'changedSince') === undefined
      ? withdrawalReader({ memory: store.facts, mayFetch: askedAt(level) === 'content' })
      : undefined
  /** What is read a second time may need less. */
  let isFinal = false
  let builder: Builder | undefined

  async function askGoMod(
    path: string,
    version: string,
    portion: Portion,
    isSecond: boolean,
  ): Promise<Uint8Array> {
    const told = isSecond ? undefined : await server?.askGoMod(path, version)
    if (told) return told
    withdrawals?.begin(origins.direct(path), path)
    const source = isSecond ? origins.strict(path) : origins.source(path)
    return (await source.find(version, portion)).goMod
  }

  const judged = await judgeWhole({
    async read(isSecond) {
      using reading =
        context.options['quiet'] === true
          ? undefined
          : showReading({ stderr: context.stderr, now: Date.now })
      const project = await readProject(context, git, {
        goSetting,
        askGoMod(path, version, portion) {
          const asked = askGoMod(path, version, portion, isSecond)
          return reading?.during(asked) ?? asked
        },
        showsAddress: showAddress(outputs),
        openRepository: (url, revision) => origins.openRepository(url, revision),
        signal,
      })
      isFinal = isSecond || project.target.unread.length === 0
      return project
    },
    async judge(subjects, { target }) {
      if (level === 'build') builder = await openBuilder(target.builds, context, signal)
      return judgeAll(context, subjects, {
        parts,
        verify: server?.verify,
        graphs: target.graphs,
        level: askedAt(level),
        withdrawals,
        goSetting,
        signal,
        private: settings.private,
        onOutcome: isFinal ? onOutcome : () => {},
      })
    },
    signal,
  })
  return { ...judged, ...(builder && { builder }) }
}
