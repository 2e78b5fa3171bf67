import { isAbsolute } from 'node:path'
import { pathToFileURL } from 'node:url'
import { safeText } from '../../../safe-text.ts'
import type { FileLine } from '../build-problems.ts'
import type { Report, ReportModule } from '../report.ts'
import type { ArtifactLocation, Location } from './sarif-log.ts'

/** Stands for the root of the repository, as is the custom. */
export const sourceRoot = '%SRCROOT%'

/** Where a module is asked for: its line, else the first of the file that is checked; without one no file at all. */
export function locationOf(module: ReportModule, { kind, target, source }: Report): Location {
  const { path, version, requiredAt } = module
  const file = requiredAt?.file ?? (kind === 'project' ? target : undefined)
  return {
    ...(file !== undefined && lineLocation({ file, line: requiredAt?.line ?? 1 }, source)),
    logicalLocations: [{ fullyQualifiedName: safeText(`${path}@${version}`), kind: 'module' }],
  }
}

/** A line of a file. */
export function lineLocation({ file, line }: FileLine, source: Report['source']): Location {
  return {
    physicalLocation: { artifactLocation: artifactOf(file, source), region: { startLine: line } },
  }
}

/** The file by its path from the repository's root, or from the working folder where there is no repository. */
function artifactOf(file: string, source: Report['source']): ArtifactLocation {
  const path = source?.files[file]
  if (path === undefined && isAbsolute(file)) return { uri: pathToFileURL(file).href }
  const parts = (path ?? file.replaceAll('\\', '/')).split('/')
  const uri = parts.map((part) => encodeURIComponent(part.toWellFormed())).join('/')
  return { uri, uriBaseId: sourceRoot }
}
