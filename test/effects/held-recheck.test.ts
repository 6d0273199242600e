import { heldRecheckMs } from '../../src/effects/perform-begin-run';

test('a grant that waits is looked at again soon, and one that waits long is looked at less often', () => {
  expect([0, 1, 2, 3, 4, 5, 200].map(heldRecheckMs)).toEqual([5000, 5000, 5000, 8000, 16000, 30000, 30000]);
});
