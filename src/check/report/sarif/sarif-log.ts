/** A text, as SARIF has it. */
export interface Message {
  readonly text: string
  readonly markdown?: string
}

/** A file, or a folder that others are relative to. */
export interface ArtifactLocation {
  /** A URI reference. */
  readonly uri?: string
  readonly uriBaseId?: string
  readonly description?: Message
}

/** How much attention something asks for. */
export type SarifLevel = 'error' | 'warning' | 'note'

/** A rule, or a kind of notification. */
export interface Descriptor {
  readonly id: string
  readonly shortDescription: Message
  readonly fullDescription: Message
  readonly help: Message
  readonly defaultConfiguration: { readonly level: SarifLevel }
  readonly properties: { readonly tags: readonly string[] }
}

/** Where a result or notification is about. */
export interface Location {
  readonly physicalLocation?: {
    readonly artifactLocation: ArtifactLocation
    readonly region: { readonly startLine: number }
  }
  readonly logicalLocations?: readonly {
    readonly fullyQualifiedName: string
    readonly kind: 'module'
  }[]
}

/** A finding. */
export interface Result {
  readonly ruleId: string
  readonly ruleIndex: number
  readonly level: SarifLevel
  readonly message: Message
  readonly locations: readonly Location[]
  readonly relatedLocations?: readonly (Location & { readonly message: Message })[]
  readonly partialFingerprints: Readonly<Record<string, string>>
  readonly baselineState?: 'new' | 'unchanged'
  readonly properties: Readonly<Record<string, unknown>>
}

/** What the run itself has to say. */
export interface Notification {
  readonly descriptor?: { readonly id: string; readonly index: number }
  readonly level: SarifLevel
  readonly message: Message
  readonly locations?: readonly Location[]
}

/** A log with one run. Source: SARIF 2.1.0, sections 3.13 (log), 3.14 (run) and 3.20 (invocation). */
export interface SarifLog {
  readonly $schema: string
  readonly version: '2.1.0'
  readonly runs: readonly [
    {
      readonly tool: {
        readonly driver: {
          readonly name: string
          readonly version: string
          readonly rules: readonly Descriptor[]
          readonly notifications: readonly Descriptor[]
        }
      }
      readonly invocations: readonly [
        {
          readonly executionSuccessful: boolean
          readonly exitCode: number
          readonly commandLine: string
          readonly startTimeUtc: string
          readonly endTimeUtc: string
          readonly toolExecutionNotifications: readonly Notification[]
          readonly toolConfigurationNotifications: readonly Notification[]
        },
      ]
      readonly automationDetails: { readonly id: string }
      readonly originalUriBaseIds: Readonly<Record<string, ArtifactLocation>>
      readonly versionControlProvenance?: readonly {
        readonly repositoryUri: string
        readonly revisionId: string
        readonly mappedTo: ArtifactLocation
      }[]
      readonly columnKind: 'utf16CodeUnits'
      readonly results: readonly Result[]
      readonly properties: Readonly<Record<string, unknown>>
    },
  ]
}
