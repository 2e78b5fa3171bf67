/** A piece of the program: what is loaded by `import()`, or what several such pieces share. */
export interface Part {
  /** What others `require`: `./` and this. */
  readonly name: string
  /** CommonJS. */
  readonly text: string
  /** Names of the parts that it loads at once. */
  readonly needs: readonly string[]
  /** Whether something loads it by `import()`, or it is the first. */
  readonly isEntry: boolean
}

/**
 * Joins parts into one file for each entry, so that a command reads few files, and little that it does not need. A part
 * of several goes to the one that needs least, which is the first at any rate.
 *
 * @param first the name of the part that is run first, whose file exports what it exports and has its name
 * @returns texts of CommonJS files by name
 */
export function joinParts(parts: readonly Part[], first: string): Map<string, string> {
  const byName = new Map(parts.map((part) => [part.name, part]))
  const entries = parts
    .filter(({ isEntry }) => isEntry)
    .map((entry) => {
      const all = closureOf(entry, byName)
      return { name: entry.name, all, cost: entry.name === first ? 0 : lengthOf(all) }
    })
    .toSorted((a, b) => a.cost - b.cost)
  const fileOf = new Map<string, string>()
  for (const { name, all } of entries) {
    for (const part of all) if (!fileOf.has(part.name)) fileOf.set(part.name, name)
  }
  const files = Map.groupBy(parts, ({ name }) => fileOf.get(name) ?? first)
  return new Map(
    [...files].map(([file, own]) => {
      const table = `{${own.map(asMember).join(',\n')}}`
      return [file, file === first ? runtime(table, fileOf, first) : `module.exports=${table}`]
    }),
  )
}

function closureOf(entry: Part, byName: ReadonlyMap<string, Part>): Part[] {
  const found = new Set<Part>([entry])
  for (const { needs } of found) {
    for (const name of needs) {
      const part = byName.get(name)
      if (part) found.add(part)
    }
  }
  return [...found]
}

function lengthOf(parts: readonly Part[]): number {
  return parts.reduce((sum, { text }) => sum + text.length, 0)
}

/** A function in parentheses, which V8 compiles at once, so that Node keeps it compiled. */
function asMember({ name, text }: Part): string {
  return `${JSON.stringify(name)}:(function(module,exports,require){${text}\n})`
}

/** Gives each part what it requires: another part, from wherever it is, or a module of Node.js. */
function runtime(table: string, fileOf: ReadonlyMap<string, string>, first: string): string {
  const elsewhere = [...fileOf].filter(([, file]) => file !== first)
  return `"use strict";
const parts=${table};
const files=${JSON.stringify(Object.fromEntries(elsewhere))};
const loaded=new Map();
function load(name){
  let module=loaded.get(name);
  if(module===undefined){
    if(!(name in parts))Object.assign(parts,require("./"+files[name]));
    module={exports:{}};
    loaded.set(name,module);
    parts[name](module,module.exports,(id)=>id.startsWith("./")?load(id.slice(2)):require(id));
  }
  return module.exports;
}
module.exports=load(${JSON.stringify(first)});
`
}
