/** What stands for one name, the same everywhere in one bundle: node-1, account-2. */
export interface Pseudonyms {
  /** Names of one thing, in any spelling of upper and lower case; what is known already keeps its pseudonym. */
  add(kind: string, names: readonly string[]): void;
  /** Puts the pseudonyms in the names' place. */
  replaceIn(text: string): string;
}

/** Accounts and addresses that say nothing about anybody. */
const NOBODY =
  /^(?:(?:NT AUTHORITY|NT SERVICE|BUILTIN|WINDOW MANAGER|FONT DRIVER HOST|IIS APPPOOL)(?:\\.*)?|(?:LocalSystem|LocalService|NetworkService|SYSTEM|localhost|WinRM Virtual Users)|0\.0\.0\.0|127\.\d+\.\d+\.\d+|::1?|[0-]+|–)$/iu;

/** A name stands by itself: `as-n1` is no part of `as-n10`. */
const BEFORE = String.raw`(?<![\p{L}\p{N}])`;
const AFTER = String.raw`(?![\p{L}\p{N}])`;

/** None yet. */
export function createPseudonyms(): Pseudonyms {
  const byName = new Map<string, string>();
  const counts = new Map<string, number>();
  let pattern: RegExp | null = null;

  const patternNow = (): RegExp => {
    // The longest first: of an account with its domain nothing is left over.
    const names = [...byName.keys()].sort((a, b) => b.length - a.length).map(escaped);
    return (pattern ??= new RegExp(`${BEFORE}(?:${names.join('|')})${AFTER}`, 'giu'));
  };

  return {
    add: (kind, names) => {
      const wanted = names.map((name) => name.trim().toLowerCase()).filter((name) => isName(name));
      const fresh = wanted.filter((name) => !byName.has(name));
      if (fresh.length === 0) return;
      const known = wanted.map((name) => byName.get(name)).find((name) => name !== undefined);
      const count = (counts.get(kind) ?? 0) + 1;
      if (known === undefined) counts.set(kind, count);
      for (const name of fresh) byName.set(name, known ?? `${kind}-${count}`);
      pattern = null;
    },
    replaceIn: (text) =>
      byName.size === 0
        ? text
        : text.replace(patternNow(), (name) => byName.get(name.toLowerCase()) ?? '<name>'),
  };
}

function isName(name: string): boolean {
  return name.length > 1 && !NOBODY.test(name);
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/gu, (sign) => (sign === '-' ? '\\x2d' : `\\${sign}`));
}
