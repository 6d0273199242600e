const SPAN_MS = 10 * 60_000;
/** Beyond the last look the timeline shows at most this much, so that an old picture stays readable. */
const LATEST_AHEAD_MS = 2 * 60_000;
const GAPS = 10;
const QUIET_AT_LEAST_MS = 60_000;

/** What the timeline spans at `now`: from, until and the last look, epoch ms UTC. */
export function spanOf({ asOf }, now) {
  const until = Math.max(asOf, Math.min(now, asOf + LATEST_AHEAD_MS));
  return { from: until - SPAN_MS, until, isNow: until === now };
}

/** The crash loop in words, as of the last look: `{ words, about, tone }`. */
export function pulseOf(view) {
  const { crashes, asOf, orchestrator } = view;
  if (view.notBegun)
    return {
      words: 'Not begun',
      about: 'The scenario begins when the bot looks at the cluster next.',
      tone: '',
    };
  if (orchestrator.state === 'Failed')
    return {
      words: 'Given up',
      about: `The cluster does not restart the orchestrator on ${orchestrator.owner} any more. ${lastCrash(view)}`,
      tone: 'attention',
    };
  const every = typicalGap(crashes);
  const last = crashes.at(-1);
  if (last && asOf - last.at < Math.max(QUIET_AT_LEAST_MS, 3 * (every ?? 0)))
    return {
      words: every === null ? 'It has crashed' : `Crashing about every ${inWords(every)}`,
      about: lastCrash(view),
      tone: 'attention',
    };
  if (last) return { words: `Quiet for ${inWords(asOf - last.at)}`, about: lastCrash(view), tone: 'good' };
  return { words: 'No crash in ten minutes', about: `Orchestrator ${onNode(orchestrator)}`, tone: 'good' };
}

/** A duration for people: `6 s`, `4 min`, `2 h`. */
export function inWords(ms) {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 100) return `${seconds} s`;
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
}

function lastCrash({ crashes, orchestrator }) {
  const last = crashes.at(-1);
  const count = crashes.length === 1 ? '1 crash' : `${crashes.length} crashes`;
  return last ? `${count} in ten minutes, the last on ${last.node}` : `Orchestrator ${onNode(orchestrator)}`;
}

function onNode({ state, owner }) {
  return `${state.toLowerCase()} on ${owner}`;
}

/** The median of the newest gaps between crashes, ms; null without two crashes. */
function typicalGap(crashes) {
  const newest = crashes.slice(-GAPS - 1);
  const gaps = newest.slice(1).map((crash, index) => crash.at - newest[index].at);
  return gaps.length === 0 ? null : gaps.toSorted((a, b) => a - b)[Math.floor(gaps.length / 2)];
}
