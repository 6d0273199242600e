/** A root certificate that other nodes have and one node lacks: the second cause that upstream names. */
export interface MissingRoot {
  readonly node: string;
  /** Store of the local machine. */
  readonly store: string;
  readonly subject: string;
  readonly thumbprint: string;
  readonly sha256: string;
  readonly presentOn: readonly string[];
  /** End of its validity, epoch ms UTC. */
  readonly notAfter: number;
  /** When this was last seen to be so, epoch ms UTC: what cannot be read since is not thereby cured. */
  readonly seenAt: number;
}

/** What could not be compared. */
export interface NotCompared {
  readonly node: string;
  /** Null: none of the node's stores. */
  readonly store: string | null;
  readonly why: string;
}

/** The platform's root certificates, compared node by node and store by store. */
export interface RootsReport {
  /** `unknown`: nothing is seen to be missing, but not everything was compared. */
  readonly state: 'same' | 'missing' | 'unknown';
  /** One line for people. */
  readonly why: string;
  readonly missing: readonly MissingRoot[];
  readonly notCompared: readonly NotCompared[];
}

/** Roots known to be missing; none when they were not looked at. */
export function missingRootsOf(report: { readonly roots?: RootsReport } | undefined): readonly MissingRoot[] {
  return report?.roots?.missing ?? [];
}

/** One missing root in words: node, certificate, store and who has it. */
export function missingRootText({ node, store, subject, thumbprint, presentOn }: MissingRoot): string {
  const have = presentOn.length === 1 ? 'has' : 'have';
  return `${node} lacks the root certificate ${subject} (${thumbprint}) in store ${store}; ${presentOn.join(', ')} ${have} it`;
}

/** All missing roots in one line. */
export function missingRootsText(missing: readonly MissingRoot[]): string {
  const [first] = missing;
  if (!first) return 'no root certificate is known to be missing';
  const more = missing.length > 1 ? ` (and ${missing.length - 1} more)` : '';
  return `${missingRootText(first)}${more}`;
}
