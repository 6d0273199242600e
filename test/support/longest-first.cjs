/** Folders whose files take longest, the longest first: a file that starts last is what everybody waits for. */
const LONG = [
  '/test/http/',
  '/test/detection/lab-',
  '/test/effects/lab-',
  '/test/chaos/',
  '/test/powershell/',
  '/test/lab/cluster/',
];

const rankOf = ({ path }) => {
  const rank = LONG.findIndex((folder) => path.replaceAll('\\', '/').includes(folder));
  return rank === -1 ? LONG.length : rank;
};

/** Starts the tests on the simulated cluster before all others, also where no earlier run tells how long each takes. */
module.exports = class LongestFirst {
  sort(tests) {
    return [...tests].sort((a, b) => rankOf(a) - rankOf(b) || a.path.localeCompare(b.path));
  }
  allFailedTests(tests) {
    return tests;
  }
  cacheResults() {}
  shard(tests) {
    return [...tests];
  }
};
