import { generic } from './generic.ts'
import { gitea } from './gitea.ts'
import { github } from './github.ts'
import { gitlab } from './gitlab.ts'
import type { ForgeName, Sender } from './sender.ts'
import { sourcehut } from './sourcehut.ts'
import type { SourcehutServer } from './sourcehut.ts'

/** Who may send hooks; several secrets of one forge while they are being replaced. Nothing is taken where there is none. */
export interface HookSecrets {
  readonly github?: readonly string[]
  readonly gitlab?: readonly string[]
  readonly gitea?: readonly string[]
  readonly sourcehut?: readonly SourcehutServer[]
  readonly generic?: readonly string[]
}

/** How the hooks of a forge are taken. */
export interface Forge {
  /** What people call it. */
  readonly title: string
  readonly senders: readonly Sender[]
  /** Whether a form is as good as JSON. Not where JSON is signed and something else is sent. */
  readonly takesForms: boolean
  /** Whether a sender is told what is known here: not where anybody may be one. */
  readonly tellsKnown: boolean
}

/** Every forge, those without a secret too. */
export function forgesOf(secrets: HookSecrets): Readonly<Record<ForgeName, Forge>> {
  const { github: hub = [], gitlab: lab = [], gitea: tea = [], generic: any = [] } = secrets
  const plain = { takesForms: false, tellsKnown: true }
  return {
    github: { ...plain, title: 'GitHub', senders: hub.map(github), takesForms: true },
    gitlab: { ...plain, title: 'GitLab', senders: lab.map(gitlab) },
    gitea: { ...plain, title: 'Gitea and Forgejo', senders: tea.map(gitea) },
    sourcehut: {
      ...plain,
      title: 'sourcehut',
      senders: (secrets.sourcehut ?? []).map(sourcehut),
      tellsKnown: false,
    },
    generic: { ...plain, title: 'other programs', senders: any.map(generic), takesForms: true },
  }
}
