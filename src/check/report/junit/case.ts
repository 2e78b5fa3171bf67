import type { XmlElement } from './xml.ts'

/** How a test ends. */
export type Result = 'passed' | 'failure' | 'error' | 'skipped'

/** A test, as a suite counts and has it. */
export interface Case {
  readonly result: Result
  readonly element: XmlElement
}
