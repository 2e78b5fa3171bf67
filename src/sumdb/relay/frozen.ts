import { Failure } from '../../failure.ts'

/** Nothing of a log is passed on: it was caught with two histories. */
export function frozenFailure(name: string, cause?: unknown): Failure {
  return new Failure(
    'mismatch',
    `Cannot use ${name}: it has signed two histories that contradict each other. Nothing of it is passed on`,
    {
      hint: `Tell the operator of this mirror: "headwater sumdb forks" shows the proof, "headwater sumdb thaw ${name}" ends this`,
      ...(cause !== undefined && { cause }),
    },
  )
}
