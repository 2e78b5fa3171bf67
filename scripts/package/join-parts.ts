/** A piece of the program: what is loaded by `import()`, or what several such pieces share. */
export interface Part {
  /** What others `require`: `./` and this. */
  readonly name: string
  /** CommonJS, which may also call `whenUsed` with the name of a module of Node.js: its properties, loaded with the first. */
  readonly text: string
  /** Names of the parts that it loads at once. */
  readonly needs: readonly string[]
  /** Names of those that it may load later, by `import()`. */
  readonly later: readonly string[]
}

/**
 * Joins parts into one file for each that is loaded by `import()`, so that a command reads few files, and little that it
 * does not need. A part that several need goes to the one that is loaded first; of those that are loaded instead of each
 * other, to the one that needs least.
 *
 * @param first the name of the part that is run first, whose file exports what it exports and has its name
 * @returns texts of CommonJS files by name
 */
export function joinParts(parts: readonly Part[], first: string): Map<string, string> {
  const byName = new Map(parts.map((part) => [part.name, part]))
  const entries: { name: string; all: readonly Part[] }[] = []
  const known = new Set([first])
  for (let names = [first]; names.length > 0;) {
    const here = names.map((name) => ({ name, all: closureOf(name, byName) }))
    entries.push(...here.toSorted((a, b) => lengthOf(a.all) - lengthOf(b.all)))
    const later = new Set(here.flatMap(({ all }) => all.flatMap((part) => part.later)))
    names = [...later].filter((name) => !known.has(name))
    for (const name of names) known.add(name)
  }
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

/** A part and all that it loads at once. */
function closureOf(name: string, byName: ReadonlyMap<string, Part>): Part[] {
  const names = new Set([name])
  for (const found of names) for (const need of byName.get(found)?.needs ?? []) names.add(need)
  return [...names].flatMap((found) => byName.get(found) ?? [])
}

function lengthOf(parts: readonly Part[]): number {
  return parts.reduce((sum, { text }) => sum + text.length, 0)
}

/** A function in parentheses, which V8 compiles at once, so that Node keeps it compiled. */
function asMember({ name, text }: Part): string {
  return `${JSON.stringify(name)}:(function(module,exports,require,whenUsed){${text}\n})`
}

/** Gives each part what it requires: another part, from wherever it is, or a module of Node.js. */
function runtime(table: string, fileOf: ReadonlyMap<string, string>, first: string): string {
  const elsewhere = [...fileOf].filter(([, file]) => file !== first)
  return `"use strict";
const parts=${table};
const files=${JSON.stringify(Object.fromEntries(elsewhere))};
const loaded=new Map();
const whenUsed=(id)=>new Proxy({},{get:(_,key)=>require(id)[key]});
function load(name){
  let module=loaded.get(name);
  if(module===undefined){
    if(!(name in parts))Object.assign(parts,require("./"+files[name]));
    module={exports:{}};
    loaded.set(name,module);
    parts[name](module,module.exports,(id)=>id.startsWith("./")?load(id.slice(2)):require(id),whenUsed);
  }
  return module.exports;
}
module.exports=load(${JSON.stringify(first)});
`
}
