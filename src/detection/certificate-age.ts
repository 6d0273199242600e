import type { NodeTrace } from './call-trace';

/** A certificate that the orchestrator was shown, as far as Windows noted it. */
export interface ShownCertificate {
  readonly thumbprint: string | null;
  /** The name Windows shows for the subject: its common name where it has one. */
  readonly subjectName: string | null;
  /** The whole subject and the start of validity, where Windows noted these too; epoch ms UTC. */
  readonly subject: string | null;
  readonly notBeforeUtc: number | null;
}

/** `foreign`: of another subject than the rotation renews. `unknown`: of such a subject, and nobody can say whether it is the present one. */
export type CertificateAge = 'current' | 'old' | 'unknown' | 'foreign';

interface StoredCertificate {
  readonly node: string;
  readonly thumbprint: string;
  readonly subject: string;
  readonly notBefore: number;
}

/**
 * How old the certificates are that the orchestrator was shown. Old is only what provably began before the present certificate of its subject on
 * every node that has one, and is no node's present one: nodes may each have a certificate of their own. Pure.
 *
 * @param subjects exact subjects of the certificates that the rotation renews
 */
export function judgeAges(
  traces: readonly NodeTrace[],
  subjects: readonly string[],
): (shown: ShownCertificate) => CertificateAge {
  const stored = traces.flatMap(({ node, certificates }) =>
    (certificates ?? []).map(({ thumbprint, subject, notBeforeUtc }) => ({
      node,
      thumbprint: thumbprint.toUpperCase(),
      subject,
      notBefore: notBeforeUtc,
    })),
  );
  const presentBySubject = subjects.map((subject) => presentOf(stored, subject));
  const present = new Set(presentBySubject.flat().map(({ thumbprint }) => thumbprint));
  return (shown) => {
    const { thumbprint, subjectName } = shown;
    const named = subjects.filter((subject) => isSameText(commonName(subject), subjectName));
    if (thumbprint === null || named.length === 0) return 'foreign';
    if (present.has(thumbprint)) return 'current';
    const isOld = named.some((subject) => {
      const began = beganAt(stored, subject, shown);
      const firsts = presentOf(stored, subject).map(({ notBefore }) => notBefore);
      return began !== null && firsts.length > 0 && began < Math.min(...firsts);
    });
    return isOld ? 'old' : 'unknown';
  };
}

/** The newest of a subject on each node; of two that began together both. */
function presentOf(stored: readonly StoredCertificate[], subject: string): readonly StoredCertificate[] {
  const own = stored.filter((one) => isSameText(one.subject, subject));
  return own.filter((one) =>
    own.every(({ node, notBefore }) => node !== one.node || notBefore <= one.notBefore),
  );
}

/** By a node's store, or by what Windows noted of the certificate itself. */
function beganAt(
  stored: readonly StoredCertificate[],
  subject: string,
  shown: ShownCertificate,
): number | null {
  const kept = stored.find((one) => one.thumbprint === shown.thumbprint && isSameText(one.subject, subject));
  if (kept) return kept.notBefore;
  return isSameText(shown.subject, subject) ? shown.notBeforeUtc : null;
}

/** The one common name of a subject; null when it has none or several, because then it is not known what Windows shows for it. */
export function commonName(subject: string): string | null {
  const names = [...subject.matchAll(/(?:^|,)\s*CN=([^,]+)/gi)].map(([, name]) => name?.trim() ?? '');
  return names.length === 1 ? (names[0] ?? null) : null;
}

function isSameText(a: string | null, b: string | null): boolean {
  return a !== null && b !== null && a.toLowerCase() === b.toLowerCase();
}
